import { expect, test } from 'vitest';
import { sourcesOf, takenBy, usesOf } from '#components/data/provenance.ts';
import { draw } from '../../support/draw.ts';

const flow = draw({
  nodes: {
    hook: ['webhook'],
    search: ['http.request', { url: 'https://x.test/{{ trigger.body.q }}', headers: { a: '{{ vars.key }}' } }],
    keep: [
      'set',
      {
        fields: {
          first: '{{ steps.search.body[0].`first name` }}',
          many: '{{ $count(steps.search.body[*].id) & "steps.hook.no" & steps.search.status }}',
          same: '{{ steps.search.status }}',
          plain: 'steps.search.body',
        },
      },
    ],
  },
  wires: ['hook > search', 'search > keep'],
});
const node = (id: string) => flow.nodes.filter((one) => one.id === id)[0] as (typeof flow.nodes)[number];

test('what a step takes is told by step and field, each thing once, and never from inside a text', () => {
  expect(takenBy(node('keep')).map(({ field, source, path }) => [field, source, path])).toEqual([
    ['fields.first', 'search', 'body[0].`first name`'],
    ['fields.many', 'search', 'body[*].id'],
    ['fields.many', 'search', 'status'],
    ['fields.same', 'search', 'status'],
  ]);
  expect([...sourcesOf(flow, 'search')]).toEqual(['trigger', 'vars']);
});

test('what a step gave is told by who reads it', () => {
  expect(usesOf(flow, { id: 'search', isTrigger: false }).map(({ user, path }) => [user, path])).toHaveLength(4);
  expect(usesOf(flow, { id: 'hook', isTrigger: true })).toEqual([
    { user: 'search', field: 'url', source: 'trigger', path: 'body.q' },
  ]);
  expect(usesOf(flow, { id: 'keep', isTrigger: false })).toEqual([]);
});
