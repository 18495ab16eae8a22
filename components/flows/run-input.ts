import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

export type RunField = { name: string; title: string; type: 'text' | 'number' | 'boolean' | 'json'; required: boolean };

/** What must be asked before a run: boxes of a manual start, or free JSON in place of what comes from outside. Null: nothing. */
export type RunQuestion = { trigger: FlowNode; fields: RunField[] | 'json' };

/** Triggers whose event a person can write by hand. */
const FROM_OUTSIDE = ['webhook', 'form', 'chat.message'];
const TYPES = ['text', 'number', 'boolean', 'json'] as const;

function fieldsOf(trigger: FlowNode): RunField[] {
  const { fields } = trigger.params;
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((raw) => {
    const field = (raw ?? {}) as { name?: Json; title?: Json; type?: Json; required?: Json };
    if (typeof field.name !== 'string' || field.name === '') return [];
    const title = typeof field.title === 'string' && field.title !== '' ? field.title : field.name;
    const type = TYPES.find((known) => known === field.type) ?? 'text';
    return [{ name: field.name, title, type, required: field.required === true }];
  });
}

/** The start that a person pressing Run uses: a manual one, else the first that is not switched off. */
export function questionOf(flow: Flow): RunQuestion | null {
  const ready = flow.nodes.filter(
    (node) => ['manual', 'flow.called', ...FROM_OUTSIDE].includes(node.type) && !node.settings?.disabled,
  );
  const trigger = ready.find((node) => node.type === 'manual') ?? ready[0];
  if (!trigger) return null;
  if (FROM_OUTSIDE.includes(trigger.type)) return { trigger, fields: 'json' };
  const fields = fieldsOf(trigger);
  return fields.length > 0 ? { trigger, fields } : null;
}

/** What is wrong with a field, by its name. */
export type Wrong = Record<string, 'needed' | 'notNumber' | 'notJson'>;
export type RunDraft = Record<string, string | boolean>;

/** Turns what was typed into the run's input, or says what is wrong, by field. */
export function inputOf(fields: RunField[], draft: RunDraft): { input: Json } | { wrong: Wrong } {
  const input: Record<string, Json> = {};
  const wrong: Wrong = {};
  for (const { name, type, required } of fields) {
    const given = draft[name] ?? (type === 'boolean' ? false : '');
    if (typeof given === 'boolean' || type === 'boolean') input[name] = given === true;
    else if (given.trim() === '') {
      if (required) wrong[name] = 'needed';
      else if (type === 'text') input[name] = '';
    } else {
      const value = valueOf(given, type);
      if (value === undefined) wrong[name] = type === 'number' ? 'notNumber' : 'notJson';
      else input[name] = value;
    }
  }
  return Object.keys(wrong).length > 0 ? { wrong } : { input };
}

function valueOf(text: string, type: RunField['type']): Json | undefined {
  if (type === 'text') return text;
  if (type === 'number') return Number.isFinite(Number(text)) ? Number(text) : undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
