import { describe, expect, it } from 'vitest';
import type { Problem } from '#lib/plan.ts';
import { compileParams } from '#nodes/compile-params.ts';
import { examplesOf } from '#nodes/examples/index.ts';
import { catalogue } from '#nodes/index.ts';

/** What only the person who uses it can know; examples leave it open. */
const TO_CHOOSE = ['connection', 'flow'];

const drawn = Object.entries(catalogue).filter(([, spec]) => spec.kind !== 'action' || !spec.inner);

describe.each(drawn)('%s', (type, spec) => {
  const examples = examplesOf(type);

  it('has one or two examples with a title', () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.length).toBeLessThan(3);
    for (const { title } of examples) expect(title).toMatch(/^\p{Lu}.{2,58}[^.]$/u);
  });

  it.each(examples.map((example) => [example.title, example] as const))('“%s” fits its form', (_title, { params }) => {
    const problems: Problem[] = [];
    const node = { id: 'step', type, name: 'Step', position: { x: 0, y: 0 }, params };
    compileParams(node, { spec }, (problem) => problems.push(problem));
    expect(problems.filter(({ field = '' }) => !TO_CHOOSE.includes(field))).toEqual([]);
  });
});

it('a type that nobody declared has no examples', () => {
  expect(examplesOf('constructor')).toEqual([]);
});
