/** How a skill pack introduces itself: the YAML at the head of its SKILL.md. */
import { isMap, parseDocument } from 'yaml';
import { Invalid } from '#lib/errors.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** What a pack says of itself. Throws `Invalid` where it says nothing, or nothing that Hearth can read. */
export function introduced(text: string): { name: string; description: string } {
  const front = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[1];
  if (front === undefined)
    throw new Invalid('SKILL.md must begin with its front matter: "---", then name and description, then "---".');
  const fields = fieldsOf(front);
  const name = textIn(fields, 'name');
  const description = textIn(fields, 'description');
  if (!NAME.test(name)) throw new Invalid('The name in SKILL.md may have small letters, digits and "-", at most 64.');
  if (description === '') throw new Invalid('SKILL.md needs a description that says when to use the pack.');
  if (description.length > 1024) throw new Invalid('The description in SKILL.md has more than 1024 characters.');
  return { name, description };
}

/** All texts, lists and maps: nothing in there is a number, a date or an object of its own. */
function fieldsOf(front: string): Record<string, unknown> {
  const read = parseDocument(front, { schema: 'failsafe', uniqueKeys: true, prettyErrors: false });
  const [problem] = read.errors;
  if (problem?.code === 'DUPLICATE_KEY') throw new Invalid('The front matter of SKILL.md says the same thing twice.');
  if (problem || !isMap(read.contents))
    throw new Invalid('The front matter of SKILL.md is not YAML. A text with ":" in it has to stand in quotes.');
  try {
    return read.toJS({ maxAliasCount: 0 }) as Record<string, unknown>;
  } catch {
    throw new Invalid('The front matter of SKILL.md refers to itself. Write each text where it belongs.');
  }
}

function textIn(fields: Record<string, unknown>, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : '';
  if (typeof value !== 'string') throw new Invalid(`In SKILL.md the ${name} is no text.`);
  return value.trim();
}
