/** How the secrets of a connection are sealed: each to the connection, its kind and its field, with the hosts it may go to. */
import { Refused } from '#lib/errors.ts';
import type { ConnectionType } from '#nodes/connection-type.ts';
import { connectionType } from '#nodes/connections.ts';
import { openEnvelope, putInEnvelope, rewrapEnvelope, type EnvelopePlace } from '#platform/envelope.ts';
import { unseal } from '#platform/seal.ts';

/** The row of a connection, as far as its secrets need it. `hosts`: JSON text. */
export type SecretRow = { id: string; type: string; hosts: string; secret: string | null };

type Sealed = { value: string; hosts: string[] };

/** Names of the secrets that are set; needs no key. */
export function secretNames(row: SecretRow): string[] {
  return Object.keys(envelopesOf(row));
}

/** The column: new values sealed, kept ones as they are. */
export function sealedSecrets(
  row: SecretRow,
  { given, keep }: { given: Record<string, string>; keep: string[] },
): string | null {
  const old = envelopesOf(row);
  const hosts = JSON.parse(row.hosts) as string[];
  const kept = keep.flatMap((field) => (old[field] === undefined ? [] : [[field, old[field]]]));
  const added = Object.entries(given).map(([field, value]) => {
    const sealed: Sealed = { value, hosts };
    return [field, putInEnvelope(placeOf(row, field), JSON.stringify(sealed))];
  });
  const fields = Object.fromEntries([...kept, ...added]) as Record<string, string>;
  return Object.keys(fields).length === 0 ? null : JSON.stringify(fields);
}

/** Opens them all. Refused when the row names a host that a secret was not given for. */
export function openSecrets(row: SecretRow): Record<string, string> {
  const hosts = JSON.parse(row.hosts) as string[];
  const opened = Object.entries(envelopesOf(row)).map(([field, envelope]) => {
    const sealed = JSON.parse(openEnvelope(placeOf(row, field), envelope)) as Sealed;
    if (hosts.some((host) => !sealed.hosts.includes(host))) {
      throw new Refused(
        'The hosts of this connection were changed outside of Hearth: its secret does not belong here.',
      );
    }
    return [field, sealed.value] as const;
  });
  return Object.fromEntries(opened);
}

/** The column brought up to date: sealed anew from an earlier version's form, or wrapped by the key in use. Null: it is. */
export function renewedSecrets(row: SecretRow): string | null {
  if (row.secret === null) return null;
  if (!row.secret.startsWith('{')) return sealedSecrets({ ...row, secret: null }, { given: openOld(row), keep: [] });
  const envelopes = Object.entries(envelopesOf(row));
  const wrapped = envelopes.map(([field, old]) => [field, rewrapEnvelope(placeOf(row, field), old)] as const);
  if (wrapped.every(([, envelope]) => envelope === null)) return null;
  return JSON.stringify(Object.fromEntries(envelopes.map(([field, old], at) => [field, wrapped[at]?.[1] ?? old])));
}

function envelopesOf({ secret }: SecretRow): Record<string, string> {
  return secret === null ? {} : (JSON.parse(secret) as Record<string, string>);
}

function openOld({ id, type, hosts, secret }: SecretRow): Record<string, string> {
  const context = `connection:${id}:${type}:${(JSON.parse(hosts) as string[]).join(',')}`;
  return JSON.parse(unseal({ purpose: 'seal', context }, secret ?? '')) as Record<string, string>;
}

function placeOf({ id, type }: SecretRow, field: string): EnvelopePlace {
  const declared: ConnectionType | undefined = connectionType(type);
  return { reader: declared?.checkedByWeb ? 'web' : 'worker', context: `connection:${id}:${type}:${field}` };
}
