import type { Command } from 'commander';
import type { InviteView, PersonView } from '#lib/views-people.ts';
import { NotFound } from '#platform/errors.ts';
import { NewInvite, PersonRole } from '#server/inputs.ts';
import { act, actOutside } from '#bin/cli/act.ts';
import { at, withPassword, type Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';

type InviteOptions = { role: string; note?: string; hours: string };

/** `hearth people …` */
export function addPeopleCommands(program: Command, io: Io): void {
  const people = program.command('people').description('who can sign in');

  act(io, people.command('list').description('everybody who can sign in'), async ({ api }) => {
    const views = await everybody(api);
    const rows = views.map(({ id, name, email, role, lastSeenAt }) => [id, name, email, role, shortTime(lastSeenAt)]);
    return { data: views, lines: table([['ID', 'NAME', 'EMAIL', 'ROLE', 'LAST SEEN'], ...rows]) };
  });

  const role = people.command('role <person> <role>').description('give a person, by id or email, another role');
  actOutside<object, [string, string]>(io, role, async (_, person, wanted) => {
    const view = await withPassword(io, async (own) => {
      const { id, role: next } = PersonRole.parse({ id: await findPersonId(own, person), role: wanted });
      return own.send<PersonView>(`PATCH ${at`/people/${id}`}`, { role: next });
    });
    return { data: view, lines: [`${view.name} is ${view.role} now`] };
  });

  const remove = people.command('remove <person>').description('take a person, by id or email, out at once');
  actOutside<object, [string]>(io, remove, async (_, person) => {
    const data = await withPassword(io, async (own) =>
      own.send(`DELETE ${at`/people/${await findPersonId(own, person)}`}`),
    );
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
  actOutside<InviteOptions, []>(io, invite, async ({ role, note, hours }) => {
    const input = NewInvite.parse({ role, note, hours: Number(hours) });
    const data = await withPassword(io, (own) =>
      own.send<{ id: string; code: string; expiresAt: string }>('POST /invites', input),
    );
    return { data, lines: [data.code, `Valid until ${shortTime(data.expiresAt)}, to be typed at /join`] };
  });

  act(io, people.command('invites').description('invites, without their codes'), async ({ api }) => {
    const { items: views } = await api.get<{ items: InviteView[] }>('/invites');
    const rows = views.map(({ id, role, status, note, expiresAt }) => [id, role, status, shortTime(expiresAt), note]);
    return { data: views, lines: table([['ID', 'ROLE', 'STATUS', 'EXPIRES', 'FOR'], ...rows]) };
  });

  const revoke = people.command('revoke <invite>').description('take an invite back');
  act<object, [string]>(io, revoke, async ({ api }, id) => {
    return { data: await api.send(`DELETE ${at`/invites/${id}`}`), lines: ['Taken back'] };
  });
}

async function everybody(api: Api): Promise<PersonView[]> {
  return (await api.get<{ items: PersonView[] }>('/people')).items;
}

async function findPersonId(api: Api, idOrEmail: string): Promise<string> {
  const people = await everybody(api);
  const found = people.find(({ id, email }) => id === idOrEmail || email === idOrEmail.toLowerCase());
  if (!found) throw new NotFound(`There is nobody "${idOrEmail}". See: hearth people list`);
  return found.id;
}
