/** Ends echoes: a flow that writes to the same recipient again and again by itself is paused. */
import { targetsOf, type LoopBreaker, type Policy } from '#lib/policy.ts';
import { reserve, usedOf } from '#platform/budgets.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { pauseByItself } from '#platform/pause-itself.ts';
import type { SqlTx } from '#prisma/client.ts';

/** More messages to one recipient than this are rather an echo than a conversation. */
export const USUAL_BREAKER: LoopBreaker = { max: 20, window: '10m' };

type Counting = { input: GateInput; policy: Policy; effectKey: string };

/** Counts a message; one too many pauses the flow, says so, and is not sent. */
export async function breakLoop(
  tx: SqlTx,
  { input, policy, effectKey }: Counting,
): Promise<Extract<GateOutcome, { kind: 'deny' }> | null> {
  if (!input.spec.delayed) return null;
  const breaker = policy.loopBreaker ?? USUAL_BREAKER;
  const { flowId } = input.call.run;
  const targets = [...new Set(targetsOf(input).map((id) => id.trim().toLowerCase()))];
  for (const target of targets) {
    const key = keyOf(flowId, target);
    if ((await usedOf(tx, { key, window: breaker.window }, effectKey)) + 1 <= breaker.max) continue;
    return pauseFor(tx, input, { target, breaker });
  }
  for (const target of targets) await reserve(tx, { key: keyOf(flowId, target), amount: 1, effectKey });
  return null;
}

function keyOf(flowId: string, target: string): string {
  return JSON.stringify(['echo', flowId, target]);
}

async function pauseFor(
  tx: SqlTx,
  input: GateInput,
  { target, breaker }: { target: string; breaker: LoopBreaker },
): Promise<Extract<GateOutcome, { kind: 'deny' }>> {
  const { runId, flowId } = input.call.run;
  const { flowName } = input.names;
  const { max, window } = breaker;
  const reason = `"${flowName}" has written to ${target} ${max} times in ${window}. That looks like an echo, so it is paused. Resume it if that is right.`;
  await pauseByItself(tx, { flow: { runId, flowId, flowName }, why: 'echo', detail: { target, max, window }, reason });
  return denied('echo', reason);
}
