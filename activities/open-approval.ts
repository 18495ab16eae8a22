import { createHash, randomBytes } from 'node:crypto';
import type { ApprovalArgument } from '#lib/approval.ts';
import type { ActivityCall } from '#lib/call.ts';
import { TRUSTED, type Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import { durationMs } from '#lib/duration.ts';
import { people } from '#nodes/people.ts';
import { createApproval } from '#platform/approvals.ts';
import { currentPolicy } from '#platform/policy-store.ts';
import { db, transact } from '#prisma/client.ts';
import { validateInput } from './validate.ts';
import { stepOf } from './prepare.ts';

type Asked = { call: ActivityCall; params: Record<string, Json>; labels: Record<string, Label> };

/** Creates the row of a drawn approval, once: asked again it finds the same one. */
export async function openApproval(asked: Asked): Promise<{ approvalId: string; expiresAt: number }> {
  const { call } = asked;
  const id = approvalIdOf(call);
  const known = await db().approval.findUnique({ where: { id }, select: { expiresAt: true } });
  if (known) return { approvalId: id, expiresAt: known.expiresAt.getTime() };
  const { step, flowName } = await stepOf(call);
  const drawn = people.approval.input;
  const { title, message, buttons, expiresAfter } = validateInput({ title: step.name, input: drawn }, asked.params);
  const expiresAt = Date.now() + durationMs(expiresAfter);
  const { version } = await currentPolicy();
  await transact((tx) =>
    createApproval(tx, {
      id,
      request: {
        kind: 'step',
        run: {
          runId: call.run.runId,
          flowId: call.run.flowId,
          flowName,
          versionId: call.run.versionId ?? '',
          stepId: call.stepId,
          stepName: step.name,
          iteration: call.iteration,
        },
        tool: null,
        args: [
          argument('title', { title: 'Question', value: title, asked }),
          argument('message', { title: 'Message', value: message, asked }),
        ],
        target: null,
        attachments: [],
        connection: null,
        scope: call.scope,
        rule: 'drawn',
        reason: 'The author of the flow asks for a decision here.',
        title,
        message,
        buttons: buttons,
        policyVersion: version,
        expiresAt,
        nonce: randomBytes(16).toString('hex'),
      },
    }),
  );
  return { approvalId: id, expiresAt };
}

function argument(field: string, shown: { title: string; value: Json; asked: Asked }): ApprovalArgument {
  const label = own(shown.asked.labels, field) ?? TRUSTED;
  return { field, title: shown.title, role: 'content', value: shown.value, label };
}

/** The same step of the same run asks under the same id, so that a repeated activity opens no second one. */
function approvalIdOf(call: ActivityCall): string {
  const text = ['approval', call.run.runId, call.stepId, call.iteration, call.generation].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
