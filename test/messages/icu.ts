/** What a message asks for, read from its compiled form. */
import compile from 'icu-minify/compile';

/** The names of its arguments and tags, in order of the alphabet. */
export function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  collect(compile(message), { names: found, words: [] });
  return [...found].sort();
}

/** Its words, without the signs of ICU. */
export function wordsOf(message: string): string {
  const words: string[] = [];
  collect(compile(message), { names: new Set(), words });
  return words.join('\n');
}

type Found = { names: Set<string>; words: string[] };

function collect(part: unknown, found: Found): void {
  if (typeof part === 'string') found.words.push(part);
  if (!Array.isArray(part)) return;
  for (const node of part as unknown[]) {
    if (Array.isArray(node)) collectNode(node as [string, ...unknown[]], found);
    else collect(node, found);
  }
}

function collectNode([name, second, third]: [string, ...unknown[]], found: Found): void {
  found.names.add(name);
  const isArgument = second === undefined || (typeof second === 'number' && second !== 0);
  if (!isArgument) return collect([second, third], found);
  if (typeof third === 'object' && third !== null) for (const option of Object.values(third)) collect(option, found);
}
