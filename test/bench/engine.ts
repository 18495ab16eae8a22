/** What a step costs, beside the same work written by hand. */
import type { Json } from '#lib/value.ts';
import { chain as wiresThrough, draw } from '../support/draw.ts';
import { compared, ms } from './measure.ts';
import type { Figure } from './measure.ts';
import { publish, runByHand, runDrawn } from './runs.ts';

type Drawn = [string, Record<string, Json>];

function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `s${index}`);
}

function steps(ids: readonly string[], make: (id: string) => Drawn): Record<string, Drawn> {
  return Object.fromEntries(ids.map((id) => [id, make(id)]));
}

/** A chain of activity steps that each call a service. */
export async function chainOf(count: number, url: string): Promise<Figure[]> {
  const ids = idsOf(count);
  const get = (id: string): Drawn => ['http.request', { method: 'GET', url: `${url}/${id}` }];
  const flow = await publish(
    draw({ nodes: { start: ['manual'], ...steps(ids, get) }, wires: wiresThrough('start', ...ids) }),
  );
  const urls = ids.map((id) => `${url}/${id}`);
  const taken = await compared(
    {
      drawn: () => runDrawn(flow),
      byHand: () => runByHand('chain', { flow, urls }),
      nothing: () => runByHand('nothings', { flow, urls }),
    },
    { rounds: 5 },
  );
  const ratio = taken.drawn / taken.byHand;
  const beyond = (taken.drawn - taken.nothing) / count;
  return [
    {
      what: `a chain of ${count} activity steps, drawn`,
      value: `${ms(taken.drawn)}, ${ms(taken.drawn / count)} a step`,
    },
    { what: 'the same, written by hand', value: `${ms(taken.byHand)}, ${ms(taken.byHand / count)} a step` },
    { what: 'drawn ÷ by hand', value: ratio.toFixed(2), bar: 'at most 1.15', within: ratio <= 1.15 },
    { what: 'drawn, over an activity that does nothing', value: `${ms(beyond)} a step` },
  ];
}

/** Steps inside of the workflow. */
export async function pureSteps(count: number): Promise<Figure[]> {
  const flowOf = async (ids: string[]) =>
    publish(
      draw({
        nodes: { start: ['manual'], ...steps(ids, () => ['set', { fields: { n: 1 } }]) },
        wires: wiresThrough('start', ...ids),
      }),
    );
  const [few, many] = [await flowOf(idsOf(1)), await flowOf(idsOf(count + 1))];
  const taken = await compared({ few: () => runDrawn(few), many: () => runDrawn(many) }, { rounds: 15, warmUp: 3 });
  const beyond = taken.many - taken.few;
  return [
    { what: 'a run of one pure step', value: ms(taken.few) },
    { what: `${count} pure steps more`, value: ms(beyond), bar: 'under 30 ms', within: beyond < 30 },
  ];
}

/** Many steps side by side. */
export async function fanOutOf(count: number, url: string): Promise<Figure[]> {
  const ids = idsOf(count);
  const flowOf = (make: (id: string) => Drawn) =>
    publish(
      draw({
        nodes: { start: ['manual'], ...steps(ids, make), end: ['set', { fields: { n: 1 } }] },
        wires: ids.flatMap((id) => [`start > ${id}`, `${id} > end`]),
      }),
    );
  const calls = await flowOf((id) => ['http.request', { method: 'GET', url: `${url}/${id}` }]);
  const local = await flowOf((id) => ['crypto.hash', { text: id }]);
  const urls = ids.map((id) => `${url}/${id}`);
  const taken = await compared(
    {
      drawn: () => runDrawn(calls),
      byHand: () => runByHand('fanOut', { flow: calls, urls }),
      local: () => runDrawn(local),
    },
    { rounds: 3 },
  );
  return [
    { what: `${count} activity steps side by side, drawn`, value: ms(taken.drawn) },
    { what: 'the same, written by hand', value: ms(taken.byHand) },
    { what: 'drawn ÷ by hand', value: (taken.drawn / taken.byHand).toFixed(2) },
    { what: `${count} local steps side by side`, value: `${ms(taken.local)}, ${ms(taken.local / count)} a step` },
  ];
}
