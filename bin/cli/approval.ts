import { type Command, Option } from 'commander';
import type { ApprovalCard } from '#lib/views.ts';
import { ApprovalStatusName } from '#server/inputs.ts';
import { approvalCards, decideApproval } from '#server/services/approvals.ts';
import { act } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';
import { hostActor } from '#bin/cli/data.ts';
import { shortTime, table } from '#bin/cli/output.ts';

/** `hearth approvals`, `approve`, `deny` */
export function addApprovalCommands(program: Command, io: Io): void {
  const list = program.command('approvals').description('what waits for a decision');
  list.addOption(new Option('--status <status>').choices(ApprovalStatusName.options).default('waiting'));
  act<{ status: ApprovalCard['status'] }, []>(io, list, async ({ status }) => {
    const { items } = await approvalCards({ status, limit: 200 });
    const rows = items.map((item) => [
      item.id,
      item.flowName,
      item.title,
      shortTime(item.expiresAt),
      item.choice ?? '',
    ]);
    return { data: items, lines: table([['ID', 'FLOW', 'QUESTION', 'EXPIRES', 'DECIDED'], ...rows]) };
  });

  const approve = program.command('approve <approval>').description('say yes, or press another button');
  approve.option('--choice <button>', 'the button of a drawn approval', 'approve').option('--reason <text>');
  act<{ choice: string; reason?: string }, [string]>(io, approve, ({ choice, reason }, id) =>
    decideOne({ id, choice, reason }),
  );

  const deny = program.command('deny <approval>').description('say no').option('--reason <text>');
  act<{ reason?: string }, [string]>(io, deny, ({ reason }, id) => decideOne({ id, choice: 'deny', reason }));
}

async function decideOne(decision: { id: string; choice: string; reason?: string }) {
  const data = await decideApproval({ ...decision, actor: await hostActor() });
  return { data, lines: [`Decided: ${decision.choice}`] };
}
