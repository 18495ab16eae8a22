/** Text as a person should see it: what is really there, nothing hidden, nothing turned around. */
export type TextPiece = { text: string } | { hidden: string; name: HiddenName };

/** Those that have a name of their own, by code point. */
const NAMED = [
  '00ad',
  '061c',
  '180e',
  '200b',
  '200c',
  '200d',
  '200e',
  '200f',
  '2028',
  '2029',
  '202a',
  '202b',
  '202c',
  '202d',
  '202e',
  '2060',
  '2066',
  '2067',
  '2068',
  '2069',
  '3164',
  'feff',
] as const;

export type HiddenName = (typeof NAMED)[number] | 'other';

// Format, control, private and half characters; fillers; variation selectors. Tab and line feed are let through below.
const HIDDEN = new RegExp(
  [
    '[\\p{Cf}\\p{Cc}\\p{Co}\\p{Cs}]',
    '\\u034f|\\u115f|\\u1160|\\u17b4|\\u17b5|[\\u180b-\\u180f]',
    '\\u2028|\\u2029|\\u2800|\\u3164|\\uffa0',
    '[\\ufe00-\\ufe0f]|[\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'u',
);
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u{1f1e6}-\u{1f1ff}]|\ufe0f|\u20e3/u;
const KEYCAP_BASE = /[0-9#*]/;

/** Variation selectors and joiners belong inside emoji and are left alone there. */
function partOfEmoji(characters: string[], at: number): boolean {
  const code = characters[at]?.codePointAt(0);
  const before = characters[at - 1] ?? '';
  const after = characters[at + 1] ?? '';
  if (code === 0xfe0f) return PICTURE.test(before) || (KEYCAP_BASE.test(before) && after === '\u20e3');
  return code === 0x200d && PICTURE.test(before) && PICTURE.test(after);
}

/** Splits a text into what shows by itself and what would be invisible or change the reading direction. */
export function splitHidden(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  const characters = [...text];
  let plain = '';
  characters.forEach((character, at) => {
    const ordinary = character === '\n' || character === '\t' || !HIDDEN.test(character);
    // A carriage return before a line feed is only another way to end a line.
    const lineEnd = character === '\r' && characters[at + 1] === '\n';
    if (ordinary || partOfEmoji(characters, at)) {
      plain += character;
    } else if (!lineEnd) {
      if (plain) pieces.push({ text: plain });
      plain = '';
      const code = character.codePointAt(0) ?? 0;
      const hex = code.toString(16).padStart(4, '0');
      const name = NAMED.find((one) => one === hex) ?? 'other';
      pieces.push({ hidden: `U+${hex.toUpperCase()}`, name });
    }
  });
  if (plain) pieces.push({ text: plain });
  return pieces;
}

/** Whether any character of the text would not be seen. */
export function hasHidden(text: string): boolean {
  return splitHidden(text).some((piece) => 'hidden' in piece);
}

const LOOKALIKES: [string, RegExp][] = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
];

/** Letters of another script among Latin ones, as in a forged address: `Cyrillic: а, е`. Empty when there are none. */
export function lookalikes(text: string): string[] {
  if (!/\p{Script=Latin}/u.test(text)) return [];
  const letters = [...new Set(text)];
  return LOOKALIKES.flatMap(([script, pattern]) => {
    const found = letters.filter((letter) => pattern.test(letter));
    return found.length > 0 ? [`${script}: ${found.join(', ')}`] : [];
  });
}
