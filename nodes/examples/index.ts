/** Examples of every node type. Apart from the declarations, so that the editor loads them only when somebody looks. */
import { own } from '#lib/own.ts';
import { dataExamples } from '#nodes/examples/data.ts';
import type { Example } from '#nodes/examples/example.ts';
import { logicExamples } from '#nodes/examples/logic.ts';
import { modelExamples } from '#nodes/examples/models.ts';
import { peopleExamples } from '#nodes/examples/people.ts';
import { serviceExamples } from '#nodes/examples/services.ts';
import { startExamples } from '#nodes/examples/start.ts';
import { tableExamples } from '#nodes/examples/tables.ts';
import type { nodes } from '#nodes/index.ts';

// A node type without an example does not compile; nobody draws a turn.
const all: Record<Exclude<keyof typeof nodes, 'llm.turn'>, readonly Example[]> = {
  ...startExamples,
  ...logicExamples,
  ...peopleExamples,
  ...dataExamples,
  ...tableExamples,
  ...serviceExamples,
  ...modelExamples,
};

/** The examples of a node type; none for one nobody declared. */
export function examplesOf(type: string): readonly Example[] {
  return own(all as Record<string, readonly Example[]>, type) ?? [];
}
