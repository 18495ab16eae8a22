import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { ApprovalArgument, ApprovalRequest, Deciders } from '#lib/approval.ts';
import type { ActivityCall } from '#lib/call.ts';
import { Invalid, Refused } from '#lib/errors.ts';
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
  const drawn = validateInput({ title: step.name, input: people.approval.input }, asked.params);
  const { remindAfter, reminders, escalateAfter, escalateTo } = drawn;
  const expiresAt = Date.now() + durationMs(drawn.expiresAfter);
  const remind = remindAfter === undefined ? {} : { remind: { everyMs: durationMs(remindAfter), times: reminders } };
  const at = escalateAfter === undefined ? undefined : Date.now() + durationMs(escalateAfter);
  const escalation = at === undefined ? {} : { escalation: { at, roles: escalateTo } };
  const { versionId } = call.run;
  const place = { runId: call.run.runId, flowId: call.run.flowId, flowName, versionId: versionId ?? '' };
  const run = { ...place, stepId: call.stepId, stepName: step.name, iteration: call.iteration };
  const request: ApprovalRequest = {
    ...(await questionOf(drawn, asked)),
    run,
    scope: call.scope,
    expiresAt,
    ...escalation,
  };
  await transact((tx) => createApproval(tx, { id, ...remind, escalateAt: at, request }));
  return { approvalId: id, expiresAt };
}

type Drawn = z.infer<typeof people.approval.input>;

/** What is asked, of whom, and what there is to fill in. */
async function questionOf(drawn: Drawn, asked: Asked): Promise<Omit<ApprovalRequest, 'run' | 'scope' | 'expiresAt'>> {
  const { title, message, buttons, fields } = drawn;
  const deciders = await decidersOf(drawn, asked);
  const { version } = await currentPolicy();
  return {
    kind: 'step',
    tool: null,
    args: [
      argument('title', { title: 'Question', value: title, asked }),
      argument('message', { title: 'Message', value: message, asked }),
    ],
    target: null,
    attachments: [],
    connection: null,
    rule: 'drawn',
    reason: 'The author of the flow asks for a decision here.',
    title,
    message,
    buttons,
    ...(fields.length > 0 ? { fields } : {}),
    ...(deciders ? { deciders } : {}),
    policyVersion: version,
    nonce: randomBytes(16).toString('hex'),
  };
}

/** People are bound by their ids: an address that changes hands later changes nothing about an open question. */
async function decidersOf(drawn: Drawn, asked: Asked): Promise<Deciders | null> {
  if (drawn.decides === 'anyone') return null;
  const outside = (['decides', 'roles', 'people', 'escalateAfter', 'escalateTo'] as const).some(
    (field) => own(asked.labels, field)?.integrity === 'untrusted',
  );
  if (outside) throw new Refused('Who may decide cannot come from outside. Write the roles or people in the flow.');
  if (drawn.decides === 'roles') return { kind: 'roles', roles: drawn.roles };
  const found = await db().user.findMany({ select: { id: true, name: true, email: true } });
  const wanted = drawn.people.map((address) => {
    const person = found.find(({ email }) => email.toLowerCase() === address.toLowerCase());
    if (!person)
      throw new Invalid(`Nobody here signs in with ${address}, so nobody could decide. Correct the address.`);
    return { id: person.id, name: person.name };
  });
  return { kind: 'people', people: wanted };
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
