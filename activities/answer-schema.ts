import { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

/** What is wrong with a model's answer, in words that the model can act on; or the data. */
export type Checked = { json: Json } | { problem: string };

const SHOWN = 8;

/** A checker of texts against a JSON Schema. Throws `Invalid` for a schema that is none. */
export function answerChecker(schema: Record<string, Json>): (text: string) => Checked {
  const checked = compileSchema(schema);
  return (text) => {
    const parsed = parseLoosely(text);
    if (parsed === undefined) return { problem: 'It is not JSON.' };
    const result = checked.safeParse(parsed.json);
    if (result.success) return { json: parsed.json };
    const problems = result.error.issues
      .slice(0, SHOWN)
      .map(({ path, message }) => `${path.join('.') || 'the value'}: ${message}`);
    return { problem: problems.join('; ') };
  };
}

function compileSchema(schema: Record<string, Json>): z.ZodType {
  try {
    return z.fromJSONSchema(withoutPatterns(schema) as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (error) {
    throw new Invalid(
      `"Answer as data" is not a JSON Schema that Hearth can check: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A pattern from elsewhere, run on a model's text, could keep the worker busy for ever: models see it, we do not run it. */
function withoutPatterns(schema: Json, isMap = false): Json {
  if (Array.isArray(schema)) return schema.map((item) => withoutPatterns(item));
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(([key]) => isMap || (key !== 'pattern' && key !== 'patternProperties'));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      const data = !isMap && (key === 'enum' || key === 'const' || key === 'default' || key === 'examples');
      const map = !isMap && (key === 'properties' || key === '$defs' || key === 'definitions');
      return [key, data ? value : withoutPatterns(value, map)];
    }),
  );
}

/** Models like to put JSON into a code fence. */
function parseLoosely(text: string): { json: Json } | undefined {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/.exec(text);
  try {
    return { json: JSON.parse(fenced?.[1] ?? text) as Json };
  } catch {
    return undefined;
  }
}
