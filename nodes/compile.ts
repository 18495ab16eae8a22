/** From a drawing to a plan, or to a list of what its author must mend. Runs in the browser too. */
import { ELSE_PORT, LOOP_TYPES } from '#lib/control.ts';
import { durationMs } from '#lib/duration.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';
import { own } from '#lib/own.ts';
import type { Param, Plan, PlanStep, Problem, Repeat, RetryPolicy } from '#lib/plan.ts';
import { jsonSize } from '#lib/value.ts';
import { agentPlan, type KnownSkills } from '#nodes/compile-agent.ts';
import { AGENT_TYPES } from '#nodes/agent.ts';
import { checkCall, type KnownFlows } from '#nodes/compile-call.ts';
import { checkConnection, checkFallbacks } from '#nodes/compile-connections.ts';
import { graphOf } from '#nodes/compile-graph.ts';
import type { Graph } from '#nodes/compile-graph.ts';
import { checkJoin, joinOf } from '#nodes/compile-join.ts';
import { paceOf, refusePace } from '#nodes/compile-pace.ts';
import { compileParams, drawnParams, triggerParams } from '#nodes/compile-params.ts';
import { referenceProblems } from '#nodes/compile-references.ts';
import { ERROR_PORT, isInner, portsOf } from '#nodes/define.ts';
import type { Catalogue, NodeSpec } from '#nodes/define.ts';
import { nearest } from '#nodes/near-miss.ts';

/** As plain text; kept and sent it is compressed, to about a tenth. */
export const MAX_PLAN_BYTES = 2 * 1024 * 1024;
const CONTROL_TIMEOUT_MS = 30_000;

/** What compile may know besides the drawing. `typeOf`: the type of a connection, undefined if there is none of that id. */
export type CompileFacts = {
  connections?: { typeOf: (id: string) => string | undefined };
  flows?: KnownFlows;
  skills?: KnownSkills;
  /** Tools of an agent, by node id: the fields that a model fills in when it calls them. */
  byModel?: Record<string, readonly string[]>;
};

/** `plan` is there when no problem is an error; `problems` may still hold warnings. */
export type Compiled = { plan: Plan; problems: Problem[] } | { problems: Problem[] };

/** Compiles a flow. The same flow and catalogue always give the same plan. */
export function compile(flow: Flow, catalogue: Catalogue, facts: CompileFacts = {}): Compiled {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const graph = graphOf(flow, catalogue, report);
  const plan: Plan = { format: 'hearth.plan/1', name: flow.name, triggers: {}, steps: {}, order: [], edges: [] };
  const deadlineMs = durationMs(flow.settings?.deadline ?? '');
  if (deadlineMs > 0) plan.deadlineMs = deadlineMs;
  for (const node of graph.nodes.values()) {
    const spec = own(catalogue, node.type);
    // What Hearth draws itself nobody else may draw.
    if (!spec || (isInner(spec) && !facts.byModel)) report(unknownType(node, catalogue));
    else addNode(plan, node, { spec, catalogue, graph, facts, report });
  }
  plan.order = graph.order.filter((id) => Object.hasOwn(plan.steps, id));
  plan.edges = graph.edges.map((edge, index) => ({
    id: String(index),
    from: edge.from.node,
    port: edge.from.port,
    to: edge.to.node,
  }));
  addBodies(plan, graph);
  checkReach(plan, graph, report);
  if (problems.some((problem) => problem.severity === 'error')) return { problems };
  const size = jsonSize(plan);
  if (size <= MAX_PLAN_BYTES) return { plan, problems };
  const message = `The flow is too large: ${Math.ceil(size / 1024)} KB of ${MAX_PLAN_BYTES / 1024} KB. Split it into several flows, or shorten its texts.`;
  return { problems: [...problems, { message, severity: 'error' }] };
}

type Making = {
  spec: NodeSpec;
  catalogue: Catalogue;
  graph: Graph;
  facts: CompileFacts;
  report: (problem: Problem) => void;
};

function addNode(plan: Plan, node: FlowNode, making: Making): void {
  const { spec, catalogue, graph, facts, report } = making;
  const { id, type, name } = node;
  const drawn = node.version ?? spec.version;
  if (drawn > spec.version) {
    report(
      problem(
        node,
        `"${name}" was drawn with version ${drawn} of "${spec.title}", but this Hearth has ${spec.version}. Update Hearth.`,
      ),
    );
  }
  if (spec.kind === 'trigger') {
    plan.triggers[id] = {
      id,
      type,
      version: spec.version,
      name,
      params: triggerParams(node, spec, report),
      ...paceOf(node, report),
    };
    return;
  }
  const disabled = node.settings?.disabled === true;
  const byModel = own(facts.byModel ?? {}, id);
  const params = disabled ? {} : compileParams(node, { spec, byModel }, report);
  for (const found of referenceProblems(params, { node, graph, catalogue })) report(found);
  if (spec.kind === 'action' && !disabled) checkConnection(node, { spec, facts, report });
  if (spec.kind === 'action' && !disabled) checkFallbacks(node, { facts, report });
  if (AGENT_TYPES.has(type) && !disabled) addAgent(plan, node, making);
  if (type === 'flow.call' && !disabled) checkCall(node, facts.flows, report);
  checkJoin(node, graph, report);
  refusePace(node, report);
  plan.steps[id] = { ...planStep(node, spec, params), ...(byModel ? { byModel: [...byModel] } : {}) };
}

function addAgent(plan: Plan, node: FlowNode, { catalogue, facts, report }: Making): void {
  const drawn = agentPlan(node, {
    catalogue,
    report,
    skills: facts.skills,
    compile: (inner, byModel) => compile(inner, catalogue, { ...facts, byModel }),
  });
  if (drawn) plan.agents = { ...plan.agents, [node.id]: drawn };
}

/** What is inside of which loop. */
function addBodies(plan: Plan, graph: Graph): void {
  for (const step of Object.values(plan.steps)) if (LOOP_TYPES.has(step.type)) step.body = [];
  for (const id of plan.order) {
    const parent = graph.parents.get(id);
    const step = plan.steps[id];
    if (!step || parent === undefined) continue;
    step.parent = parent;
    plan.steps[parent]?.body?.push(id);
  }
}

function planStep(
  node: FlowNode,
  spec: Exclude<NodeSpec, { kind: 'trigger' }>,
  params: Record<string, Param>,
): PlanStep {
  const { id, type, name, settings = {} } = node;
  const onError = settings.onError ?? 'fail';
  const repeat = repeatOf(node, spec);
  const ports = portsOf(spec, node.params).map((port) => port.id);
  const timeout = settings.timeout ?? (spec.kind === 'action' ? spec.timeout : undefined);
  return {
    id,
    type,
    version: spec.version,
    name,
    tier: spec.kind === 'action' ? spec.tier : 'pure',
    params,
    ...(node.connection === undefined ? {} : { connection: node.connection }),
    repeat,
    retry: retryOf(node, repeat),
    timeoutMs: timeout === undefined ? CONTROL_TIMEOUT_MS : durationMs(timeout),
    onError,
    disabled: settings.disabled === true,
    join: joinOf(node),
    ports: onError === 'branch' ? [...ports, ERROR_PORT] : ports,
  };
}

/** What a function cannot tell from what is drawn counts as the most careful answer. */
function repeatOf(node: FlowNode, spec: NodeSpec): Repeat {
  if (spec.kind !== 'action') return 'safe';
  if (typeof spec.repeat !== 'function') return spec.repeat;
  try {
    return spec.repeat(drawnParams(node, spec));
  } catch {
    return 'never';
  }
}

function retryOf({ settings }: FlowNode, repeat: Repeat): RetryPolicy {
  const backoffMs = settings?.retry?.backoff === undefined ? 1000 : durationMs(settings.retry.backoff);
  const attempts = repeat === 'never' ? 1 : (settings?.retry?.attempts ?? 4);
  return { attempts, backoffMs, factor: 2, maxBackoffMs: Math.max(30_000, backoffMs) };
}

function checkReach(plan: Plan, graph: Graph, report: (problem: Problem) => void): void {
  const triggers = Object.keys(plan.triggers);
  if (triggers.length === 0) {
    const message = 'Nothing starts this flow. Add a trigger such as "Start by hand", and wire it to the first step.';
    return report({ message, severity: 'warning' });
  }
  const reached = new Set(triggers);
  const open = [...triggers];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of graph.outgoing.get(id) ?? []) {
      if (reached.has(edge.to.node)) continue;
      reached.add(edge.to.node);
      open.push(edge.to.node);
    }
  }
  for (const node of graph.nodes.values()) {
    if (Object.hasOwn(plan.steps, node.id) && !reached.has(node.id))
      report(warning(node, `No trigger leads to "${node.name}", so it never runs. Wire it, or remove it.`));
  }
  for (const step of Object.values(plan.steps)) {
    warnOfPorts(step, graph, report);
    warnOfLoop(step, graph, report);
  }
}

function warnOfPorts(step: PlanStep, graph: Graph, report: (problem: Problem) => void): void {
  const node = graph.nodes.get(step.id);
  if (!node) return;
  const used = (graph.outgoing.get(step.id) ?? []).map((edge) => edge.from.port);
  if (step.onError === 'branch' && !used.includes(ERROR_PORT)) {
    report(
      warning(
        node,
        `Nothing is wired to the error output of "${step.name}": if it fails, the run goes on as if nothing had happened.`,
      ),
    );
  }
  if (step.disabled && step.ports.filter((port) => port !== ERROR_PORT && port !== ELSE_PORT).length > 1) {
    report(warning(node, `"${step.name}" is switched off: the run takes its output "${step.ports[0] ?? ''}".`));
  }
}

function warnOfLoop(step: PlanStep, graph: Graph, report: (problem: Problem) => void): void {
  const node = graph.nodes.get(step.id);
  if (!node || !step.body || step.disabled) return;
  const leadsBack = graph.edges.some(
    (edge) => edge.to.node === step.id && graph.parents.get(edge.from.node) === step.id,
  );
  if (step.body.length === 0)
    report(warning(node, `"${step.name}" repeats nothing. Wire its output "each" to a step.`));
  else if (!leadsBack)
    report(
      warning(node, `Nothing leads back into "${step.name}", so it gives no results. Wire its last step back to it.`),
    );
}

function problem(node: FlowNode, message: string): Problem {
  return { node: node.id, message, severity: 'error' };
}

function warning(node: FlowNode, message: string): Problem {
  return { node: node.id, message, severity: 'warning' };
}

function typesIn(catalogue: Catalogue): string[] {
  return Object.entries(catalogue).flatMap(([type, spec]) => (isInner(spec) ? [] : [type]));
}

function unknownType(node: FlowNode, catalogue: Catalogue): Problem {
  return problem(
    node,
    `There is no node type "${node.type}"${nearest(node.type, typesIn(catalogue))}. Remove "${node.name}", or install what it comes from.`,
  );
}
