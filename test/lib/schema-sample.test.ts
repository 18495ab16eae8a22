import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampleOf } from '#lib/schema-sample.ts';
import type { Json } from '#lib/value.ts';

const SCHEMAS: Record<string, z.ZodType> = {
  texts: z.object({ name: z.string().min(30), code: z.string().max(3), at: z.iso.date(), mail: z.email() }),
  numbers: z.object({ a: z.number().min(3.5), b: z.int().max(-2), c: z.number().gt(1).lt(9), d: z.int().gt(4) }),
  choices: z.object({ one: z.enum(['x', 'y']), two: z.literal(7), three: z.boolean(), four: z.null() }),
  lists: z.object({ some: z.array(z.object({ id: z.string() })).min(2), none: z.array(z.string()) }),
  either: z.object({ a: z.union([z.number(), z.string()]), b: z.string().nullable(), c: z.string().optional() }),
};

describe('a made-up value', () => {
  it.each(Object.entries(SCHEMAS))('fits its schema: %s', (_name, schema) => {
    const sample = sampleOf(z.toJSONSchema(schema) as Json);
    expect(schema.safeParse(sample).error?.issues ?? []).toEqual([]);
  });

  it('comes to an end, whatever the schema says', () => {
    const round: Record<string, Json> = { type: 'object' };
    round.properties = { again: round };
    expect(JSON.stringify(sampleOf(round)).length).toBeGreaterThan(10);
    expect(sampleOf({ type: 'array', minItems: 1e9, items: {} })).toHaveLength(20);
    expect(sampleOf('x')).toBeNull();
    expect(sampleOf({ required: ['__proto__', 'a'], type: 'object' })).toBeTypeOf('object');
  });
});
