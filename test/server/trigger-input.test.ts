import { expect, test } from 'vitest';
import type { Plan } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { Actor } from '#server/actor.ts';
import { chooseTrigger, inputLabels, triggerInput } from '#server/services/trigger-input.ts';

const ann: Actor = { userId: 'ann', name: 'Ann', email: '', role: 'owner', via: 'web', rights: ['run'] };

function trigger(type: string, params: Record<string, Json> = {}): Plan['triggers'][string] {
  return { id: type, type, version: 1, name: type, params };
}
const plan = (...types: string[]) =>
  ({ triggers: Object.fromEntries(types.map((type) => [type, trigger(type)])) }) as unknown as Plan;

test('a run by hand starts at the manual trigger, or at the one that is named', () => {
  expect(chooseTrigger(plan('webhook', 'manual'), { flowId: 'f' }).id).toBe('manual');
  expect(chooseTrigger(plan('webhook', 'schedule'), { flowId: 'f' }).id).toBe('webhook');
  expect(chooseTrigger(plan('webhook', 'manual'), { flowId: 'f', wanted: 'webhook' }).id).toBe('webhook');
  expect(chooseTrigger(plan('webhook', 'manual'), { flowId: 'f', wanted: 'f:webhook' }).id).toBe('webhook');
  expect(() => chooseTrigger(plan('manual'), { flowId: 'f', wanted: 'constructor' })).toThrow(
    /no trigger "constructor"/,
  );
  expect(() => chooseTrigger(plan(), { flowId: 'f' })).toThrow(/no trigger/);
});

test('typed values are trusted, values of a token are not, and an outside trigger never is', () => {
  const of = (type: string, via: Actor['via']) =>
    inputLabels(trigger(type), { actor: { ...ann, via }, flowName: 'Flow' }).rest;
  expect(of('manual', 'web')).toMatchObject({ integrity: 'trusted', origins: ['person:ann'] });
  expect(of('manual', 'cli')).toMatchObject({ integrity: 'trusted' });
  expect(of('manual', 'token')).toMatchObject({ integrity: 'untrusted', origins: ['api:Flow'] });
  expect(of('webhook', 'web')).toMatchObject({ integrity: 'untrusted', origins: ['webhook:Flow'] });
  expect(of('nobody.knows', 'web')).toMatchObject({ integrity: 'untrusted' });
});

test('what is asked for must be filled in, and only an object is an input', () => {
  const asking = trigger('manual', { fields: [{ name: 'to', title: 'Recipient', required: true }, { name: 'note' }] });
  expect(triggerInput(asking, { to: 'anna' })).toEqual({ to: 'anna' });
  expect(() => triggerInput(asking, { note: 'x' })).toThrow(/Recipient/);
  expect(() => triggerInput(asking, undefined)).toThrow(/Recipient/);
  for (const odd of [null, 1, 'text', [1]] as Json[]) expect(() => triggerInput(asking, odd)).toThrow(/JSON object/);
});

test('a webhook tried by hand gets a whole event', () => {
  expect(triggerInput(trigger('webhook'), { body: { a: 1 } })).toEqual({
    method: 'POST',
    path: '/hooks',
    headers: {},
    query: {},
    body: { a: 1 },
  });
});
