import { ApplicationFailure, Context } from '@temporalio/activity';
import { agent } from '#activities/agent.ts';
import { agentTurn } from '#activities/agent-turn.ts';
import { calculate } from '#activities/calculate.ts';
import { check } from '#activities/check.ts';
import { endorse } from '#activities/endorse.ts';
import { file } from '#activities/file.ts';
import { flow } from '#activities/flow.ts';
import { http } from '#activities/http.ts';
import { list } from '#activities/list.ts';
import { llmData } from '#activities/llm-data.ts';
import { llm } from '#activities/llm.ts';
import { mail } from '#activities/mail.ts';
import { mcp } from '#activities/mcp.ts';
import { memory } from '#activities/memory.ts';
import { memoryNotes } from '#activities/memory-notes.ts';
import { notify } from '#activities/notify.ts';
import { pace } from '#activities/pace.ts';
import { parse } from '#activities/parse.ts';
import { table } from '#activities/table.ts';
import { telegram } from '#activities/telegram.ts';
import { text } from '#activities/text.ts';
import { nodes, type ActionName } from '#nodes/index.ts';
import type { Implementation, Implementations } from './context.ts';
import { systemActivities } from './system.ts';
import { wrap, type StepActivity } from './wrapper.ts';

/** The code of every action in the catalogue; one that is missing or mistyped does not compile. */
const implementations: Implementations<typeof nodes> = {
  ...agent,
  ...agentTurn,
  ...list,
  ...check,
  ...endorse,
  ...text,
  ...pace,
  ...parse,
  ...calculate,
  ...http,
  ...file,
  ...table,
  ...memory,
  ...memoryNotes,
  ...flow,
  ...llm,
  ...llmData,
  ...mcp,
  ...mail,
  ...notify,
  ...telegram,
};

function wrapAll(): Record<ActionName, StepActivity> {
  const names = Object.keys(implementations) as ActionName[];
  const wrapped = names.map((type) => {
    const implementation = implementations[type] as Implementation;
    return [type, wrap({ type, spec: nodes[type], implementation })] as const;
  });
  return Object.fromEntries(wrapped) as Record<ActionName, StepActivity>;
}

/** All that the worker can run: node types under their own names, and what the engine itself needs. */
export const activities = {
  ...systemActivities,
  ...wrapAll(),
  /** Temporal would retry an unknown type for ever. */
  default: (): never => {
    const type = Context.current().info.activityType;
    const message = `This version of Hearth has no node type "${type}". Update Hearth, or remove the step.`;
    const error = { type: 'UnknownType', message };
    throw ApplicationFailure.create({ type: 'UnknownType', message, nonRetryable: true, details: [error] });
  },
};
