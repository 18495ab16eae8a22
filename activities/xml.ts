import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

const MAX_NESTING = 100;

/** Reads XML. Only the entities of XML itself are known: what a document declares is neither expanded nor fetched. */
export function readXml({ text, lists }: { text: string; lists: string[] }): Json {
  if (/<!DOCTYPE[^>[]*\[|<!ENTITY/i.test(text))
    throw new Invalid('The XML declares entities of its own. That is not allowed.');
  const checked = XMLValidator.validate(text);
  if (checked !== true) {
    const { msg, line } = checked.err;
    throw new Invalid(`The text is not XML: ${msg} (line ${line})`);
  }
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#text',
    parseTagValue: false,
    parseAttributeValue: false,
    removeNSPrefix: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_NESTING,
    isArray: (name) => lists.includes(name),
  });
  try {
    return parser.parse(text) as Json;
  } catch (error) {
    throw new Invalid(
      `The XML cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`,
    );
  }
}
