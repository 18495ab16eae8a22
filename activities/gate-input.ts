import type { ActivityCall } from '#lib/call.ts';
import type { Risk } from '#lib/plan.ts';
import { connectionType } from '#nodes/connections.ts';
import { recipientsOf, targetOf } from '#nodes/action-fields.ts';
import type { ActionSpec } from '#nodes/define.ts';
import type { GateInput } from '#platform/gate.ts';
import { listedHosts } from '#platform/lists.ts';
import { toolRisks } from '#platform/mcp-tools.ts';
import { argumentsOf } from './fields.ts';
import { attachmentsOf } from './kept-files.ts';
import type { Prepared } from './prepare.ts';

/** What the gate is told of an action: exactly what is about to be done. */
export async function gateInputOf(
  node: { type: string; spec: ActionSpec },
  at: { call: ActivityCall; prepared: Prepared; attempt: number },
): Promise<GateInput> {
  const { spec, type } = node;
  const { call, prepared, attempt } = at;
  const { input, connection, isLiteral } = prepared;
  const risk = await riskOf(spec, prepared);
  const repeat = typeof spec.repeat === 'function' ? spec.repeat(input, risk) : spec.repeat;
  const recipients = recipientsOf(spec, input);
  return {
    call,
    spec: {
      ...{ type, version: spec.version, title: spec.title, risk, repeat },
      ...(spec.delayed ? { delayed: true } : {}),
      ...(spec.reads === 'endorsed' ? { endorses: true } : {}),
    },
    args: argumentsOf(spec, input, prepared.labels),
    literalFields: Object.keys(input).filter(isLiteral),
    target: targetOf(spec, input),
    ...(recipients ? { targetIds: recipients } : {}),
    attachments: risk === 'read' ? [] : await attachmentsOf(input),
    connection: connection ? { id: connection.id, name: connection.name, type: connection.type } : null,
    attempt,
    names: { flowName: prepared.flowName, stepName: prepared.step.name },
  };
}

async function riskOf({ risk }: ActionSpec, { input, connection, isLiteral }: Prepared): Promise<Risk> {
  if (typeof risk !== 'function') return risk;
  const hasTools = connection !== null && connectionType(connection.type)?.tools === true;
  const tools = hasTools ? { toolRisk: await toolRisks(connection) } : {};
  return risk(input, { isLiteral, isListedHost: await listedHosts(), ...tools });
}
