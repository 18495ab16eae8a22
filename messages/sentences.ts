/**
 * Sentences of Hearth that are kept in English, put into another language where somebody reads them. What has no
 * translation stays as it is.
 */

/** English to what is said instead; `{0}` stands for what differs. */
export type SentenceTable = Readonly<Record<string, string>>;

type Pattern = { parts: string[]; said: string };

/** Longer texts are somebody's data, not a sentence of Hearth. */
const LONGEST = 2000;
const DEEPEST = 3;

/** A function that says the sentences of a table; what stands in for `{0}` may be a sentence of it too. */
export function sayer(table: SentenceTable): (text: string) => string {
  const entries = Object.entries(table);
  const whole = new Map(entries.filter(([text]) => !/\{\d\}/.test(text)));
  const patterns: Pattern[] = entries
    .filter(([text]) => /\{\d\}/.test(text))
    .map(([text, said]) => ({ parts: text.split(/\{\d\}/), said }))
    // The one that says most fits best.
    .sort((a, b) => b.parts.join('').length - a.parts.join('').length);
  const say = (text: string, depth: number): string => {
    if (text.length > LONGEST || depth > DEEPEST || entries.length === 0) return text;
    const known = whole.get(text);
    if (known !== undefined) return known;
    for (const { parts, said } of patterns) {
      const values = valuesIn(text, parts);
      if (values) return said.replace(/\{(\d)\}/g, (_, at: string) => say(values[Number(at)] ?? '', depth + 1));
    }
    return text;
  };
  return (text) => say(text, 0);
}

/** What stands between the parts, found without going back: a sentence may carry text from anywhere. */
function valuesIn(text: string, parts: readonly string[]): string[] | null {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return null;
  const values: string[] = [];
  let from = first.length;
  for (const part of rest) {
    const at = part === '' ? from : text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return null;
    values.push(text.slice(from, at));
    from = at + part.length;
  }
  return [...values, text.slice(from, end)];
}
