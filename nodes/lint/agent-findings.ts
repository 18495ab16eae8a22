/** What an agent may do with its tools, as far as its drawing tells. */
import { pickedAt, untrusted } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanStep } from '#lib/plan.ts';
import { decide, DEFAULT_POLICY, type GateAction } from '#lib/policy.ts';
import { inputFields } from '#nodes/action-fields.ts';
import { AGENT_TYPES } from '#nodes/agent.ts';
import { isEffect, type Place, type Said } from '#nodes/lint/place.ts';
import { isDrawn } from '#nodes/lint/static-action.ts';

/** Nothing for other steps, nor for tools that only read or change what is one's own. */
export function agentFindings(place: Place): Said[] {
  const { step, plan } = place;
  if (!AGENT_TYPES.has(step.type)) return [];
  const tools = Object.values(own(plan.agents ?? {}, step.id)?.steps ?? {}).filter(({ byModel }) => byModel);
  const found = tools.flatMap((tool) => toolFindings(place, tool));
  return [...found, ...skillFindings(place, found)];
}

/** What a pack says a model may take for an order. */
function skillFindings({ step }: Place, found: readonly Said[]): Said[] {
  const skills = own(step.params, 'skills');
  const hasSkills = skills?.kind === 'literal' && Array.isArray(skills.value) && skills.value.length > 0;
  if (!hasSkills || found.length === 0) return [];
  const message = `"${step.name}" reads skill packs and has tools that reach others or destroy. What it writes after that counts as untrusted.`;
  return [{ rule: 'agent-skills', severity: 'note', message, mends: [] }];
}

function toolFindings(place: Place, tool: PlanStep): Said[] {
  const { step, facts } = place;
  const action = actionOf(place, tool);
  if (!action) return [];
  const { outcome, reason } = decide(action, facts.policy);
  if (outcome === 'deny') {
    const message = `Your rules may refuse the tool "${tool.name}" of "${step.name}": ${reason}`;
    return [{ rule: 'refused', severity: 'warning', message, mends: [] }];
  }
  if (!isEffect(action)) return [];
  const { rule } = decide(action, DEFAULT_POLICY);
  if (rule === 'critical') {
    const message = `Whenever "${step.name}" wants to use "${tool.name}", a person decides: it is critical.`;
    return [{ rule: 'asks-every-time', severity: 'note', message, mends: [] }];
  }
  const message = `"${step.name}" may use "${tool.name}" by itself once, and where you wrote or listed whom it reaches. Else a person is asked.`;
  return [{ rule: 'agent-reach', severity: 'note', message, mends: [] }];
}

/** The call at worst: a model that has read what strangers wrote picks all that is left to it. */
function actionOf({ step: agent, facts }: Place, tool: PlanStep): GateAction | undefined {
  const spec = own(facts.catalogue, tool.type);
  if (spec?.kind !== 'action') return undefined;
  const picked = pickedAt(agent.id, untrusted(`llm.turn:steps.${agent.id}`));
  const fields = Object.entries(inputFields(spec)).flatMap(([field, { title, role }]) => {
    const param = own(tool.params, field);
    if (tool.byModel?.includes(field)) return [{ field, title, role, label: picked, literal: false }];
    if (!param) return [];
    const literal = isDrawn(param);
    return [
      { field, title, role, label: picked, literal, ...(param.kind === 'literal' ? { value: param.value } : {}) },
    ];
  });
  return {
    ...{ tool: tool.type, title: spec.title, risk: typeof spec.risk === 'function' ? 'send' : spec.risk },
    ...{ flowId: facts.flowId, connectionId: tool.connection ?? null, fields },
    ...{ scope: untrusted(`llm.turn:steps.${agent.id}`), target: null, targetListed: false, newTarget: true },
  };
}
