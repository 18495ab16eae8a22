/** The texts of a skill pack: what in them a person should look at twice. */
import { hasHidden, lookalikes, splitHidden } from '#lib/hidden-characters.ts';

export const SKILL_FILE = 'SKILL.md';

/** Path within the pack, and text. */
export type SkillFile = { path: string; text: string };

export const FINDING_KINDS = [
  'hidden',
  'lookalike',
  'comment',
  'encoded',
  'long',
  'fetch-and-run',
  'address',
  'overrules',
  'reaches',
  'script',
] as const;

/** `line` counts from 1. `excerpt`: that line, shortened, with hidden characters spelled out. */
export type SkillFinding = { file: string; line: number; kind: (typeof FINDING_KINDS)[number]; excerpt: string };

const MOST_FINDINGS = 500;
const MOST_EXCERPT = 200;
/** Beyond that a line is not searched, and said to be too long to be looked through. */
const LONG_LINE = 2000;

const PATTERNS: [SkillFinding['kind'], RegExp][] = [
  ['comment', /<!--/],
  ['encoded', /[A-Za-z0-9+/_-]{80,}={0,2}|(?:\\x[0-9a-f]{2}){16,}/i],
  [
    'fetch-and-run',
    /\b(?:curl|wget|iwr|invoke-webrequest)\b.{0,300}(?:\||&&|;|\$\()|\bbase64\s+-{1,2}d|\b(?:eval|exec|iex)\b\s*[("'$]|\b(?:bash|sh|zsh)\s+-c\b|<\((?:curl|wget)|\bnpx\s|\bpip3?\s+install\b|\bchmod\s+\+x/i,
  ],
  ['address', /\b[a-z][a-z0-9+.-]{1,20}:\/\/\S|[\w.+-]{1,64}@[\w-]{1,64}\.\w|\b\d{1,3}(?:\.\d{1,3}){3}\b/i],
  [
    'overrules',
    /\b(?:ignore|disregard|forget|override|bypass|skip|disable|switch off|turn off)\b.{0,60}\b(?:rule|instruction|polic|approval|confirmation|warning|safety|guard|gate|previous|prior)/i,
  ],
  [
    'reaches',
    /\b(?:api[ _-]?keys?|tokens?|passwords?|passphrases?|secrets?|credentials?|private keys?|seed phrases?|wallets?)\b|\.env\b|\.ssh\b|\bid_rsa\b|\b(?:send|forward|upload|post|exfiltrat\w*)\b.{0,60}\bto\b/i,
  ],
];
const SCRIPT = /\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|ps1|bat|cmd|php|lua|applescript)$/i;

/** What to look at twice. It finds what is clumsy; that nothing is found says nothing. */
export function skillFindings(files: readonly SkillFile[]): SkillFinding[] {
  const found = files.flatMap(({ path, text }) => [
    ...(SCRIPT.test(path) || text.startsWith('#!') ? [finding({ file: path, line: 1 }, 'script', path)] : []),
    ...text.split('\n').flatMap((line, index) => lineFindings({ file: path, line: index + 1 }, line)),
  ]);
  return found.slice(0, MOST_FINDINGS);
}

type Spot = Pick<SkillFinding, 'file' | 'line'>;

function lineFindings(spot: Spot, text: string): SkillFinding[] {
  const kinds: SkillFinding['kind'][] = [
    ...(hasHidden(text) ? ['hidden' as const] : []),
    ...(text.split(/\s+/).some((word) => lookalikes(word).length > 0) ? ['lookalike' as const] : []),
    ...(text.length > LONG_LINE ? ['long' as const] : []),
    ...PATTERNS.flatMap(([kind, pattern]) => (pattern.test(text.slice(0, LONG_LINE)) ? [kind] : [])),
  ];
  return kinds.map((kind) => finding(spot, kind, text));
}

function finding(spot: Spot, kind: SkillFinding['kind'], text: string): SkillFinding {
  return { ...spot, kind, excerpt: spelledOut(text.slice(0, LONG_LINE)).trim().slice(0, MOST_EXCERPT) };
}

/** The text with everything in it that could not be seen written as `[U+200B]`. */
export function spelledOut(text: string): string {
  return splitHidden(text)
    .map((piece) => ('text' in piece ? piece.text : `[${piece.hidden}]`))
    .join('');
}
