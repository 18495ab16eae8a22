/** An approval is for one exact action: whatever of it is changed, it is another one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import type { Json } from '#lib/value.ts';
import { actionHash } from '#platform/approvals.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { changedFields } from '#platform/gate-request.ts';
import { requestFor } from './given.ts';

const asked = requestFor({ runId: 'run', flowId: 'flow' });

/** Where there is a value, from the top down: `['args', 0, 'value']`. */
function placesOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [at];
  const inside = Object.entries(value).flatMap(([key, one]) =>
    placesOf(one, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return at.length === 0 ? inside : [at, ...inside];
}

function changedAt(place: (string | number)[], to: Json | undefined): ApprovalRequest {
  const copy = structuredClone(asked) as unknown as Record<string | number, unknown>;
  let holder = copy;
  for (const key of place.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  const last = place.at(-1) ?? '';
  if (to !== undefined) holder[last] = to;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy as unknown as ApprovalRequest;
}

const places = placesOf(asked);
const changes = fc.record({
  place: fc.constantFrom(...places),
  to: fc.option(fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>, { nil: undefined }),
});
const isSame = (one: unknown, other: unknown) => canonicalJson(one) === canonicalJson(other);

it('every part of a request is among those that are tried', () => {
  const tops = new Set(places.map(([top]) => top));
  expect([...tops].sort()).toEqual(Object.keys(asked).sort());
  expect(places.length).toBeGreaterThan(40);
});

it('any field that is changed, taken away or replaced is told, and the hash is another', () => {
  fc.assert(
    fc.property(changes, ({ place, to }) => {
      const now = changedAt(place, to);
      fc.pre(!isSame(now, asked));
      expect(actionHash(now)).not.toBe(actionHash(asked));
      // A list whose arguments are gone has nothing to go through.
      fc.pre(Array.isArray(now.args) && now.args.every((one) => one !== null && typeof one === 'object'));
      expect(changedFields(asked, now)).not.toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

it('nothing is told of what is the same, in whatever order it is written', () => {
  const turned = Object.fromEntries(Object.entries(asked).reverse()) as ApprovalRequest;
  expect(actionHash(turned)).toBe(actionHash(asked));
  expect(changedFields(asked, turned)).toEqual([]);
});
