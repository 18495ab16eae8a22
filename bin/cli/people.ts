import type { Command } from 'commander';
import { NotFound } from '#platform/errors.ts';
import { db } from '#prisma/client.ts';
import { NewInvite, PersonRole } from '#server/inputs.ts';
import { createInvite, listInvites, revokeInvite } from '#server/services/invites.ts';
import { changeRole, listPeople, removePerson } from '#server/services/people.ts';
import { act } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';
import { hostActor } from '#bin/cli/data.ts';
import { shortTime, table } from '#bin/cli/output.ts';

type InviteOptions = { role: string; note?: string; hours: string };

/** `hearth people …` */
export function addPeopleCommands(program: Command, io: Io): void {
  const people = program.command('people').description('who can sign in');

  act(io, people.command('list').description('everybody who can sign in'), async () => {
    const views = await listPeople(await hostActor());
    const rows = views.map(({ id, name, email, role, lastSeenAt }) => [id, name, email, role, shortTime(lastSeenAt)]);
    return { data: views, lines: table([['ID', 'NAME', 'EMAIL', 'ROLE', 'LAST SEEN'], ...rows]) };
  });

  const role = people.command('role <person> <role>').description('give a person, by id or email, another role');
  act<object, [string, string]>(io, role, async (_, person, wanted) => {
    const input = PersonRole.parse({ id: await findPersonId(person), role: wanted });
    const view = await changeRole({ ...input, actor: await hostActor() });
    return { data: view, lines: [`${view.name} is ${view.role} now`] };
  });

  const remove = people.command('remove <person>').description('take a person, by id or email, out at once');
  act<object, [string]>(io, remove, async (_, person) => {
    const data = await removePerson(await findPersonId(person), await hostActor());
    return { data, lines: ['Removed. Their sessions have ended and their tokens open nothing.'] };
  });

  addInviteCommands(people, io);
}

function addInviteCommands(people: Command, io: Io): void {
  const invite = people.command('invite').description('a one-time code that lets one person in; it is shown this once');
  invite
    .requiredOption('--role <role>', 'viewer, editor, runner, approver or admin')
    .option('--note <text>', 'who it is for')
    .option('--hours <number>', 'how long it is valid', '48');
  act<InviteOptions, []>(io, invite, async ({ role, note, hours }) => {
    const input = NewInvite.parse({ role, note, hours: Number(hours) });
    const data = await createInvite(input, await hostActor());
    return { data, lines: [data.code, `Valid until ${shortTime(data.expiresAt)}, to be typed at /join`] };
  });

  act(io, people.command('invites').description('invites, without their codes'), async () => {
    const views = await listInvites();
    const rows = views.map(({ id, role, status, note, expiresAt }) => [id, role, status, shortTime(expiresAt), note]);
    return { data: views, lines: table([['ID', 'ROLE', 'STATUS', 'EXPIRES', 'FOR'], ...rows]) };
  });

  const revoke = people.command('revoke <invite>').description('take an invite back');
  act<object, [string]>(io, revoke, async (_, id) => {
    return { data: await revokeInvite(id, await hostActor()), lines: ['Taken back'] };
  });
}

async function findPersonId(idOrEmail: string): Promise<string> {
  const found = await db().user.findFirst({
    where: { OR: [{ id: idOrEmail }, { email: idOrEmail.toLowerCase() }] },
    select: { id: true },
  });
  if (!found) throw new NotFound(`There is nobody "${idOrEmail}". See: hearth people list`);
  return found.id;
}
