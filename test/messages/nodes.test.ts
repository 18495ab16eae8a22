import { expect, test } from 'vitest';
import { z } from 'zod';
import { connectionTypes } from '#nodes/connections.ts';
import { catalogue } from '#nodes/index.ts';
import french from '#messages/fr/nodes.json';

type Declared = {
  title?: string;
  description?: string;
  options?: Record<string, string>;
  properties?: Record<string, Declared>;
  items?: Declared;
  anyOf?: Declared[];
};

/** `fields.name.title`, `method.options.GET`: everything that a declaration says to people. */
function saidBy(schema: Declared, prefix = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    ...(property.title ? [`${prefix}${name} title`] : []),
    ...(property.description ? [`${prefix}${name} help`] : []),
    ...Object.keys(property.options ?? {}).map((option) => `${prefix}${name} option ${option}`),
    ...[property, property.items, ...(property.anyOf ?? [])].flatMap((inner) =>
      inner ? saidBy(inner, `${prefix}${name}.`) : [],
    ),
  ]);
}

type Texts = { title: string; help: string; fields: Record<string, object> };

function translatedIn({ fields }: Texts): string[] {
  return Object.entries(fields as Record<string, { title?: string; help?: string; options?: object }>).flatMap(
    ([path, own]) => [
      ...(own.title ? [`${path} title`] : []),
      ...(own.help ? [`${path} help`] : []),
      ...Object.keys(own.options ?? {}).map((option) => `${path} option ${option}`),
    ],
  );
}

const declared = {
  steps: Object.entries(catalogue).map(([name, { input }]) => [name, input] as const),
  connections: Object.entries(connectionTypes).map(([name, { fields }]) => [name, fields] as const),
};

test.each(['steps', 'connections'] as const)('every declaration of %s is translated, and nothing else', (kind) => {
  const texts = french[kind] as Record<string, Texts>;
  expect(Object.keys(texts).sort()).toEqual(declared[kind].map(([name]) => name).sort());
  for (const [name, schema] of declared[kind]) {
    const said = saidBy(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Declared);
    expect([...new Set(translatedIn(texts[name]!))].sort(), name).toEqual([...new Set(said)].sort());
  }
});
