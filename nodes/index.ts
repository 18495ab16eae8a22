import { agentInner } from '#nodes/agent-inner.ts';
import { agent } from '#nodes/agent.ts';
import { calculate } from '#nodes/calculate.ts';
import { chat } from '#nodes/chat.ts';
import { check } from '#nodes/check.ts';
import { data } from '#nodes/data.ts';
import { endorse } from '#nodes/endorse.ts';
import type { Catalogue } from '#nodes/define.ts';
import { error } from '#nodes/error.ts';
import { file } from '#nodes/file.ts';
import { form } from '#nodes/form.ts';
import { flow } from '#nodes/flow.ts';
import { http } from '#nodes/http.ts';
import { list } from '#nodes/list.ts';
import { llmData } from '#nodes/llm-data.ts';
import { llm } from '#nodes/llm.ts';
import { loops } from '#nodes/loops.ts';
import { mail } from '#nodes/mail.ts';
import { mcp } from '#nodes/mcp.ts';
import { memory } from '#nodes/memory.ts';
import { memoryNotes } from '#nodes/memory-notes.ts';
import { logic } from '#nodes/logic.ts';
import { notify } from '#nodes/notify.ts';
import { pace } from '#nodes/pace.ts';
import { parse } from '#nodes/parse.ts';
import { people } from '#nodes/people.ts';
import { start } from '#nodes/start.ts';
import { table } from '#nodes/table.ts';
import { telegram } from '#nodes/telegram.ts';
import { text } from '#nodes/text.ts';

/** Every node type with its own types kept, for code that implements or calls one. */
export const nodes = {
  ...start,
  ...form,
  ...chat,
  ...logic,
  ...loops,
  ...pace,
  ...people,
  ...flow,
  ...error,
  ...data,
  ...list,
  ...text,
  ...parse,
  ...calculate,
  ...check,
  ...endorse,
  ...table,
  ...memory,
  ...memoryNotes,
  ...http,
  ...file,
  ...llm,
  ...llmData,
  ...mcp,
  ...agent,
  ...agentInner,
  ...mail,
  ...notify,
  ...telegram,
};

/** The same, for look-ups by any name; `undefined` for a name nobody declared. */
export const catalogue: Catalogue = Object.assign(Object.create(null) as Catalogue, nodes);

/** Names of the node types that `activities/` must implement. */
export type ActionName = {
  [Name in keyof typeof nodes]: (typeof nodes)[Name]['kind'] extends 'action' ? Name : never;
}[keyof typeof nodes];
