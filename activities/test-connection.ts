import { tryConnection } from '#activities/connections/try-connection.ts';
import { openConnection } from '#platform/connections.ts';
import { egressFetch } from '#platform/egress.ts';
import { db } from '#prisma/client.ts';
import { meaningOf } from './map-errors.ts';
import { redactor, secretTexts } from './redact.ts';

/** Signs in with a connection and keeps how it went. The answer never holds its secrets. */
export async function testConnection(id: string, signal: AbortSignal): Promise<{ ok: boolean; message: string }> {
  const tested = await tried(id, signal);
  await db().connection.update({
    where: { id },
    data: { testedAt: new Date(), testResult: JSON.stringify(tested) },
  });
  return tested;
}

async function tried(id: string, signal: AbortSignal): Promise<{ ok: boolean; message: string }> {
  const connection = await openConnection(id);
  const { hosts } = connection;
  const { text } = redactor(secretTexts(connection));
  try {
    const { ok, message } = await tryConnection({
      connection,
      signal,
      fetch: (url, init) => egressFetch(url, { signal, ...init, connectionHosts: hosts, allowHosts: hosts }),
    });
    return { ok, message: text(message) };
  } catch (error) {
    return { ok: false, message: text(meaningOf(error).error.message) };
  }
}
