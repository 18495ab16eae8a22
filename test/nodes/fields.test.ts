import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf, fieldsOfObject } from '#nodes/fields.ts';
import { catalogue } from '#nodes/index.ts';
import { testCatalogue } from '#test/lib/support/catalogue.ts';

describe('the form of a node', () => {
  it('comes from its declaration', () => {
    const spec = testCatalogue.fetch;
    if (!spec) throw new Error('no fetch');
    expect(
      fieldsOf(spec).map(({ name, title, type, required, role, default: value }) => ({
        name,
        title,
        type,
        required,
        role,
        value,
      })),
    ).toEqual([
      { name: 'url', title: 'Address', type: 'text', required: true, role: 'target', value: null },
      { name: 'method', title: 'Method', type: 'select', required: false, role: null, value: 'GET' },
      { name: 'count', title: 'Count', type: 'number', required: false, role: null, value: null },
    ]);
  });

  it('keeps what optional, default and transform would hide', () => {
    const object = z.object({
      key: z
        .string()
        .transform((text) => text.trim())
        .optional()
        .meta({ title: 'Key', secret: true, placeholder: 'sk-…', advanced: true }),
      rows: z.array(z.object({ left: z.string(), right: z.string().optional() })).default([]),
      pairs: z.record(z.string(), z.string()),
      words: z.array(z.string()),
      expiresAfter: z.enum(['1h', '1d']).meta({ options: { '1h': 'an hour', '1d': 'a day' } }),
    });
    const [key, rows, pairs, words, expires] = fieldsOfObject(object);
    expect(key).toMatchObject({ title: 'Key', secret: true, placeholder: 'sk-…', advanced: true, required: false });
    expect(rows).toMatchObject({
      type: 'rows',
      columns: [
        { name: 'left', required: true },
        { name: 'right', required: false },
      ],
    });
    expect([pairs?.type, words?.type]).toEqual(['keyvalue', 'list']);
    expect(expires).toMatchObject({
      title: 'Expires after',
      type: 'select',
      options: [
        { value: '1h', title: 'an hour' },
        { value: '1d', title: 'a day' },
      ],
    });
  });

  it('can be made for every node type', () => {
    for (const spec of Object.values(catalogue)) expect(fieldsOf(spec).every((field) => field.title !== '')).toBe(true);
  });
});
