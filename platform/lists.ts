/** The owner's lists: hosts and people that Hearth may reach without asking. Nothing is on them by default. */
import { hostKey } from '#lib/host-key.ts';
import { sql } from '#prisma/client.ts';

/** Is this host (or `host:port`) listed? A bare name does not cover other ports than the usual ones. */
export async function isListedHost(host: string): Promise<boolean> {
  return (await listedHosts())(host);
}

/** The list as it is now, for code that cannot wait. */
export async function listedHosts(): Promise<(host: string) => boolean> {
  const rows = await sql().all<{ address: string }>(`SELECT "address" FROM "Contact" WHERE "kind" = 'host'`);
  const listed = new Set(rows.map((row) => hostKey(row.address)));
  return (host) => listed.has(hostKey(host));
}

/** Is this exact address of this kind (mail, …) listed? */
export async function isListedRecipient(kind: string, address: string): Promise<boolean> {
  const rows = await sql().all('SELECT 1 FROM "Contact" WHERE "kind" = ? AND "address" = ? COLLATE NOCASE', [
    kind,
    address.trim(),
  ]);
  return rows.length > 0;
}

/** The address as the owner listed it; null where it is not listed. */
export async function listedAddress(kind: 'mail' | 'host', address: string): Promise<string | null> {
  const rows = await sql().all<{ address: string }>('SELECT "address" FROM "Contact" WHERE "kind" = ?', [kind]);
  const key = (text: string) => (kind === 'host' ? hostKey(text) : text.trim().toLowerCase());
  return rows.find((row) => key(row.address) === key(address))?.address ?? null;
}
