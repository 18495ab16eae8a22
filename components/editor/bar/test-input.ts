import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Catalogue } from '#nodes/define.ts';
import { failureExample } from '#nodes/error.ts';

const MOMENT = '2027-01-31T09:00:00Z';

/** Triggers that a test run can begin at. */
export function triggersIn(flow: Flow, catalogue: Catalogue): FlowNode[] {
  return flow.nodes.filter((node) => catalogue[node.type]?.kind === 'trigger' && node.settings?.disabled !== true);
}

/** What a test run of this trigger could begin with, to be changed by the person. */
export function exampleInput(trigger: FlowNode): Json {
  const { sample, fields, methods } = trigger.params;
  if (sample && typeof sample === 'object') return sample;
  if (trigger.type === 'webhook') {
    const method = Array.isArray(methods) ? (methods[0] ?? 'POST') : 'POST';
    return { method, path: '/', headers: {}, query: {}, body: { message: 'Hello' } };
  }
  if (trigger.type === 'schedule') return { scheduledAt: MOMENT, firedAt: MOMENT };
  if (trigger.type === 'chat.message') return { text: 'Hello' };
  if (trigger.type === 'error') return failureExample(MOMENT);
  if (!Array.isArray(fields)) return {};
  if (trigger.type === 'form') return formExample(fields);
  const named = fields.flatMap((field) => {
    const { name, type } = (field ?? {}) as { name?: Json; type?: Json };
    return typeof name === 'string' && name !== '' ? [[name, emptyOf(type)] as const] : [];
  });
  return Object.fromEntries(named);
}

function formExample(fields: Json[]): Json {
  const rows = fields.map((field) => (field ?? {}) as { name?: Json; type?: Json });
  const named = rows.filter((row) => typeof row.name === 'string' && row.name !== '');
  const of = (wanted: boolean, value: (type: Json | undefined) => Json) =>
    Object.fromEntries(
      named.filter(({ type }) => (type === 'file') === wanted).map(({ name, type }) => [name, value(type)]),
    ) as Record<string, Json>;
  return { fields: of(false, emptyOf), files: of(true, () => null), submittedAt: MOMENT };
}

function emptyOf(type: Json | undefined): Json {
  if (type === 'number') return 0;
  if (type === 'boolean') return false;
  return type === 'json' ? {} : '';
}

const keyOf = (flowId: string, trigger: string) => `hearth.test-input.${flowId}.${trigger}`;

/** What was last used for a test of this trigger in this browser. */
export function rememberedInput(flowId: string, trigger: string): string | null {
  try {
    return window.localStorage.getItem(keyOf(flowId, trigger));
  } catch {
    // Storage may be switched off; then nothing is remembered.
    return null;
  }
}

export function rememberInput(flowId: string, trigger: string, text: string): void {
  try {
    window.localStorage.setItem(keyOf(flowId, trigger), text);
  } catch {
    // As above: a test run must not fail for it.
  }
}
