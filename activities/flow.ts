import type { Implementations } from '#activities/context.ts';
import { stepKey } from '#lib/engine/types.ts';
import { TRUSTED } from '#lib/label.ts';
import type { flow as declared } from '#nodes/flow.ts';
import { callFlow } from '#platform/calls.ts';

/** The code of the steps that call flows. */
export const flow: Implementations<typeof declared> = {
  async 'flow.call'({ flow: flowId, input, wait }, context) {
    const { call, effectKey } = context;
    const called = await callFlow({
      flowId,
      runId: call.run.runId,
      step: stepKey(call.stepId, call.iteration),
      awaited: wait,
      scope: call.scope,
      effectKey,
      input,
      labels: context.labelsOf('input'),
    });
    const { runId, version } = called;
    return {
      output: { runId, flow: called.flowName, version },
      labels: { rest: TRUSTED },
      called: { ...called, wait },
    };
  },
};
