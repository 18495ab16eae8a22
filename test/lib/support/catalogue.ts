import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action, control, trigger } from '#nodes/define.ts';
import type { Catalogue, Port } from '#nodes/define.ts';
import { loops } from '#nodes/loops.ts';

const Row = z.strictObject({
  left: JsonValue.optional(),
  operator: z.enum(['equals', 'greater', 'exists', 'isTrue']),
  right: JsonValue.optional(),
});
const look = { help: 'For tests.', icon: 'box', group: 'Logic' as const, version: 1 };
const next: Port[] = [{ id: 'out', title: 'Next' }];

function caseId(one: unknown): string {
  return String((one as { id?: unknown }).id);
}

/** A small catalogue with one node type of every kind, for tests of compile and of the engine. */
export const testCatalogue: Catalogue = {
  ...loops,
  manual: trigger({
    ...look,
    title: 'Start',
    reads: 'trusted',
    input: z.object({ note: z.string().default('') }),
    output: z.record(z.string(), JsonValue),
  }),
  hook: trigger({
    ...look,
    title: 'Hook',
    reads: 'untrusted',
    input: z.object({}),
    output: z.object({ body: JsonValue, items: z.array(z.object({ name: z.string() })) }),
  }),
  fetch: action({
    ...look,
    title: 'Fetch',
    tier: 'activity',
    risk: 'read',
    repeat: ({ method }) => (method === 'GET' ? 'safe' : 'never'),
    timeout: '30s',
    reads: 'untrusted',
    connection: { types: ['bearer'], optional: true },
    input: z.object({
      url: z.url().meta({ title: 'Address', role: 'target' }),
      method: z.enum(['GET', 'POST']).default('GET'),
      count: z.number().int().optional(),
    }),
    output: z.object({ status: z.number(), body: JsonValue, items: z.array(z.object({ name: z.string() })) }),
  }),
  send: action({
    ...look,
    title: 'Send',
    tier: 'activity',
    risk: 'send',
    repeat: 'never',
    timeout: '1m',
    reads: 'join',
    connection: { types: ['mail', 'chat'] },
    input: z.object({
      to: z.string().min(1).meta({ title: 'Recipient', role: 'target' }),
      text: z.string().meta({ role: 'content' }),
    }),
    output: z.object({ id: z.string() }),
  }),
  note: action({
    ...look,
    title: 'Note',
    tier: 'local',
    risk: 'write',
    repeat: 'safe',
    timeout: '10s',
    reads: 'stored',
    input: z.object({ value: JsonValue.optional() }),
    output: z.object({ value: JsonValue }),
  }),
  if: control({
    ...look,
    title: 'If',
    ports: [
      { id: 'true', title: 'True' },
      { id: 'false', title: 'False' },
    ],
    input: z.object({
      match: z.enum(['all', 'any']).default('all'),
      rows: z.array(Row).default([]),
      expression: z.boolean().optional(),
    }),
    output: z.object({ result: z.boolean() }),
  }),
  switch: control({
    ...look,
    title: 'Switch',
    ports: ({ cases }) => [
      ...(Array.isArray(cases) ? cases.map((one) => ({ id: caseId(one), title: caseId(one) })) : []),
      { id: 'else', title: 'Else' },
    ],
    input: z.object({
      value: JsonValue,
      cases: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string().default(''),
          operator: z.enum(['equals', 'greater', 'notExists']).default('equals'),
          value: JsonValue.optional(),
        }),
      ),
    }),
    output: z.object({ case: z.string() }),
  }),
  set: control({
    ...look,
    title: 'Set',
    ports: next,
    input: z.object({ fields: z.record(z.string(), JsonValue) }),
    output: z.record(z.string(), JsonValue),
  }),
  template: control({
    ...look,
    title: 'Text',
    ports: next,
    input: z.object({ text: z.string() }),
    output: z.object({ text: z.string() }),
  }),
  wait: control({
    ...look,
    title: 'Wait',
    ports: next,
    input: z.object({
      mode: z.enum(['for', 'until']).default('for'),
      for: z.string().optional(),
      until: z.string().optional(),
    }),
    output: z.object({ waitedUntil: z.string() }),
  }),
  approval: control({
    ...look,
    title: 'Ask',
    ports: [
      { id: 'approve', title: 'Approve' },
      { id: 'deny', title: 'Deny' },
      { id: 'expired', title: 'Expired' },
    ],
    input: z.object({ title: z.string(), message: z.string().default(''), expiresAfter: z.string().default('24h') }),
    output: z.object({ choice: z.string(), reason: z.string().nullable(), by: z.string().nullable(), at: z.string() }),
  }),
  respond: control({
    ...look,
    title: 'Respond',
    ports: next,
    input: z.object({
      status: z.number().default(200),
      headers: z.record(z.string(), z.string()).default({}),
      body: JsonValue.default(null),
    }),
    output: z.object({ status: z.number() }),
  }),
  stop: control({
    ...look,
    title: 'Stop',
    ports: [],
    input: z.object({ outcome: z.enum(['done', 'failed']).default('done'), message: z.string().default('') }),
    output: z.object({ outcome: z.string(), message: z.string() }),
  }),
};
