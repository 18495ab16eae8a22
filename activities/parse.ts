import type { Implementations } from '#activities/context.ts';
import { Invalid } from '#lib/errors.ts';
import { isTooDeep, type Json } from '#lib/value.ts';
import type { parse as declared } from '#nodes/parse.ts';

type Parse = Implementations<typeof declared>;

// Libraries are loaded on first use: an idle worker stays small.
export const parse = {
  'json.parse': ({ text, find }) => {
    const data = find ? jsonWithin(text) : wholeJson(text);
    return Promise.resolve({ data: notTooDeep(data) });
  },

  'csv.parse': async (input) => {
    const { readCsv } = await import('#activities/csv.ts');
    return readCsv(input);
  },

  'xml.parse': async (input) => {
    const { readXml } = await import('#activities/xml.ts');
    return { data: notTooDeep(readXml(input)) };
  },
} satisfies Parse;

function wholeJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Invalid(`The text is not JSON: ${why.slice(0, 200)}`);
  }
}

/** Tries from each opening bracket that could begin a value, so that a bracket in the words before does no harm. */
const MAX_TRIES = 50;

function jsonWithin(text: string): Json {
  const whole = tried(text.trim());
  if (whole !== undefined) return whole;
  const starts = [...text.matchAll(/[{[]/g)].slice(0, MAX_TRIES).map((match) => match.index);
  for (const start of starts) {
    const end = endOf(text, start);
    const found = end === undefined ? undefined : tried(text.slice(start, end));
    if (found !== undefined) return found;
  }
  throw new Invalid('There is no JSON object or list in the text.');
}

function tried(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Where the bracket at `start` is closed, brackets inside texts left aside. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i += 1) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && !quoted) return i + 1;
  }
  return undefined;
}

function notTooDeep(data: Json): Json {
  if (isTooDeep(data)) throw new Invalid('The data is nested more than 200 levels deep.');
  return data;
}
