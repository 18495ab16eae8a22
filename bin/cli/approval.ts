import { type Command, Option } from 'commander';
import { Invalid } from '#lib/errors.ts';
import type { Answers } from '#lib/form.ts';
import type { ApprovalCard } from '#lib/views.ts';
import { ApprovalStatusName } from '#server/inputs.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import { orOnThePage } from '#bin/cli/api-error.ts';
import type { Io } from '#bin/cli/io.ts';
import { readJsonOption } from '#bin/cli/data.ts';
import { shortTime, table } from '#bin/cli/output.ts';

/** `hearth approvals`, `approve`, `deny` */
export function addApprovalCommands(program: Command, io: Io): void {
  const list = program.command('approvals').description('what waits for a decision');
  list.addOption(new Option('--status <status>').choices(ApprovalStatusName.options).default('waiting'));
  act<{ status: ApprovalCard['status'] }, []>(io, list, async ({ api, status }) => {
    const { items } = await api.get<{ items: ApprovalCard[] }>('/approvals', { status, limit: 200 });
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
  approve.option('--answers <json>', 'what the flow asks to be filled in; @file and - read it from elsewhere');
  act<{ choice: string; reason?: string; answers?: string }, [string]>(io, approve, async ({ api, ...given }, id) => {
    const { choice, reason } = given;
    const answers = given.answers === undefined ? undefined : await readAnswers(io, given.answers);
    return decideOne(api, { id, choice, reason, ...(answers ? { answers } : {}) });
  });

  const deny = program.command('deny <approval>').description('say no').option('--reason <text>');
  act<{ reason?: string }, [string]>(io, deny, ({ api, reason }, id) => decideOne(api, { id, choice: 'deny', reason }));
}

async function readAnswers(io: Io, text: string): Promise<Answers> {
  const value = await readJsonOption(io, text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Invalid('The answers must be a JSON object such as {"amount": 12}.');
  }
  return value;
}

type Decided = { id: string; choice: string; reason?: string | undefined; answers?: Answers };

/** What is critical is refused: the server has no ear for a token there, whoever holds it. */
async function decideOne(api: Api, { id, ...decision }: Decided) {
  const data = await api
    .send(`POST ${at`/approvals/${id}`}/decide`, decision)
    .catch((error: unknown) => orOnThePage(error, `${api.url}${at`/inbox/${id}`}`));
  return { data, lines: [`Decided: ${decision.choice}`] };
}
