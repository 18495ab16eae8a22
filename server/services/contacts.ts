import { randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';

export type ContactView = { id: string; name: string; kind: string; address: string; createdAt: string };

const contactRow = { id: true, name: true, kind: true, address: true, createdAt: true } as const;

/** The people and hosts that flows may reach without asking. */
export async function listContacts(): Promise<ContactView[]> {
  const rows = await db().contact.findMany({ orderBy: [{ kind: 'asc' }, { name: 'asc' }], select: contactRow });
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Lists a recipient or a host. */
export async function addContact(
  input: { name: string; kind: string; address: string },
  actor: Actor,
): Promise<ContactView> {
  const data = { ...input, address: normalAddress(input), id: randomUUID() };
  return transact(async (tx) => {
    const where = { kind_address: { kind: data.kind, address: data.address } };
    if (await tx.contact.findUnique({ where, select: { id: true } }))
      throw new Conflict('This address is listed already.');
    const row = await tx.contact.create({ data, select: contactRow });
    const detail = { kind: row.kind, address: row.address };
    await audit(tx, { actor: actorName(actor), action: 'contact.create', subject: `contact:${row.id}`, detail });
    return { ...row, createdAt: row.createdAt.toISOString() };
  });
}

/** Gives a contact another name; a new address is a new contact. */
export async function renameContact({
  id,
  name,
  actor,
}: {
  id: string;
  name: string;
  actor: Actor;
}): Promise<ContactView> {
  return transact(async (tx) => {
    const { count } = await tx.contact.updateMany({ where: { id }, data: { name } });
    if (count === 0) throw new NotFound('There is no contact with this id.');
    await audit(tx, { actor: actorName(actor), action: 'contact.rename', subject: `contact:${id}`, detail: { name } });
    const row = await tx.contact.findUniqueOrThrow({ where: { id }, select: contactRow });
    return { ...row, createdAt: row.createdAt.toISOString() };
  });
}

/** Takes a recipient or host off the list. */
export async function dropContact(id: string, actor: Actor): Promise<{ removed: true }> {
  return transact(async (tx) => {
    const row = await tx.contact.findUnique({ where: { id }, select: contactRow });
    if (!row) throw new NotFound('There is no contact with this id.');
    await tx.contact.delete({ where: { id } });
    const detail = { kind: row.kind, address: row.address };
    await audit(tx, { actor: actorName(actor), action: 'contact.remove', subject: `contact:${id}`, detail });
    return { removed: true as const };
  });
}

/** Hosts are compared in one form: small letters, no scheme, no path, port only where given. */
function normalAddress({ kind, address }: { kind: string; address: string }): string {
  if (kind !== 'host') return kind === 'mail' ? address.toLowerCase() : address;
  const text = address.toLowerCase();
  const valid = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/.test(text);
  if (!valid)
    throw new Invalid('Use a host such as api.example.org or printer.home:8080, without https:// and without a path.');
  return text;
}
