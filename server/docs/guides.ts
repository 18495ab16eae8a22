/** The guides: Markdown files of docs/, in the order one reads them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Lexer, type Tokens } from 'marked';
import { anchorOf, type DocPage } from '#lib/docs.ts';

const FOLDER = 'docs';

/** What belongs together; files nobody named here come last. */
const ORDER: readonly [group: string, names: readonly string[]][] = [
  ['Begin', ['first-hour']],
  [
    'Draw',
    [
      'drawing',
      'flow-control',
      'approvals',
      'data-steps',
      'model-steps',
      'usage',
      'agents',
      'tables',
      'variables',
      'memory',
      'listen',
      'groups',
      'versions',
      'lint',
    ],
  ],
  ['Connect', ['http', 'files', 'mail', 'channels', 'chat', 'forms', 'mcp', 'skills']],
  ['Operate', ['retry', 'pages', 'people', 'keys', 'incident', 'api', 'cli']],
];
const REST = 'More';

/** Every guide that there is a file of. */
export async function guidePages(): Promise<DocPage[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3));
  const known = ORDER.flatMap(([group, names]) => names.map((name) => ({ group, name }))).filter(({ name }) =>
    files.includes(name),
  );
  const others = files
    .filter((name) => /^[a-z][a-z0-9-]*$/.test(name) && !known.some((one) => one.name === name))
    .sort()
    .map((name) => ({ group: REST, name }));
  return Promise.all([...known, ...others].map(({ group, name }) => guidePage(group, name)));
}

async function guidePage(group: string, name: string): Promise<DocPage> {
  const markdown = await readFile(path.join(FOLDER, `${name}.md`), 'utf8');
  const tokens = new Lexer({ gfm: true }).lex(markdown);
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading');
  const title = headings.find(({ depth }) => depth === 1)?.text ?? name;
  const first = tokens.find((token) => token.type === 'paragraph');
  return {
    slug: name,
    section: 'guides',
    group,
    title: plainText(title),
    lead: firstSentence(plainText(first && 'text' in first ? String(first.text) : '')),
    headings: headings
      .filter(({ depth }) => depth === 2)
      .map(({ text }) => ({ id: anchorOf(plainText(text)), title: plainText(text) })),
    text: plainText(markdown),
    body: { kind: 'guide', markdown: withoutTitle(markdown) },
  };
}

function firstSentence(text: string): string {
  return /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

function withoutTitle(markdown: string): string {
  return markdown.replace(/^# .*\n/, '');
}

/** Markdown without its marks, near enough for a title or a search. */
function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[>#]+|[*`|#]|^-{3,}$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
