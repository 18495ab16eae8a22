/** Rows that would take too long to bring about through the product. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createClient } from '@libsql/client';

/** The database of a running product, to write to beside it. */
export function db(dataDir: string) {
  const write = async (statements: { sql: string; args: (string | number | null)[] }[]) => {
    const client = createClient({ url: `file:${join(dataDir, 'app.db')}` });
    await client.execute('PRAGMA busy_timeout = 10000');
    await client.batch(statements, 'write');
    client.close();
  };
  const now = (ago = 0) => new Date(Date.now() - ago).toISOString().replace('Z', '+00:00');
  return {
    /** Everybody who is signed in has been so for an hour. */
    oldSessions: () =>
      write([{ sql: 'UPDATE "session" SET "createdAt" = ?, "confirmedAt" = NULL', args: [now(60 * 60 * 1000)] }]),
    manyFlows: (count: number) =>
      write(
        Array.from({ length: count }, (_, index) => {
          const name = `Many ${index}`;
          const draft = JSON.stringify({ format: 'hearth.flow/1', name, nodes: [], edges: [], notes: [] });
          return {
            sql: 'INSERT INTO "Flow" ("id", "name", "draft", "updatedAt") VALUES (?, ?, ?, ?)',
            args: [randomUUID(), name, draft, now()],
          };
        }),
      ),
    failedRun: (flowId: string) =>
      write([
        {
          sql: `INSERT INTO "Run" ("id", "flowId", "versionId", "planHash", "triggerId", "mode", "status", "input", "rootRunId", "createdAt", "endedAt")
                VALUES (?, ?, 'none', 'none', 'none', 'production', 'failed', '{"kind":"inline","value":null,"labels":{}}', 'none', ?, ?)`,
          args: [randomUUID(), flowId, now(), now()],
        },
      ]),
  };
}
