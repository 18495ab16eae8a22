import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { db, sql, transact, transactSql } from '#prisma/client.ts';

const flow = (id: string) => ({ id, name: id, draft: '{}' });

describe('the database', () => {
  it('is durable and checks what refers to what', async () => {
    const read = async (name: string) =>
      Object.values((await sql().all<Record<string, unknown>>(`PRAGMA ${name}`))[0] ?? {})[0];
    expect(await read('synchronous')).toBe(2);
    expect(await read('journal_mode')).toBe('wal');
    expect(await read('foreign_keys')).toBe(1);
    expect(await read('busy_timeout')).toBe(5000);
  });

  it('keeps a transaction whole: Prisma and plain SQL together, or nothing', async () => {
    await expect(
      transact(async (tx) => {
        await tx.flow.create({ data: flow('half') });
        await tx.sql.run('UPDATE "Flow" SET "name" = ? WHERE "id" = ?', ['changed', 'half']);
        expect((await tx.flow.findUniqueOrThrow({ where: { id: 'half' } })).name).toBe('changed');
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await db().flow.findUnique({ where: { id: 'half' } })).toBeNull();
  });

  it('runs jobs for after the commit only when there was one', async () => {
    const ran: string[] = [];
    for (const run of [transact, transactSql]) {
      await run(async (tx) => {
        tx.afterCommit(() => ran.push('kept'));
        return Promise.resolve();
      });
      await run(async (tx) => {
        tx.afterCommit(() => ran.push('lost'));
        return Promise.reject(new Error('no'));
      }).catch(() => {});
    }
    expect(ran).toEqual(['kept', 'kept']);
  });

  it('goes on after a statement failed inside a transaction', async () => {
    await transactSql(async (tx) => {
      await tx.sql.run('INSERT INTO "StopFlag" ("scope") VALUES (?)', ['global']);
      await expect(tx.sql.run('INSERT INTO "StopFlag" ("scope") VALUES (?)', ['global'])).rejects.toThrow(/UNIQUE/);
      await tx.sql.run('INSERT INTO "StopFlag" ("scope") VALUES (?)', ['tool:x']);
    });
    expect(await db().stopFlag.count()).toBe(2);
    await db().stopFlag.deleteMany();
  });

  it('says so at once when a transaction would wait for itself', async () => {
    const mistakes: (() => Promise<unknown>)[] = [
      () => db().flow.count(),
      () => sql().all('SELECT 1'),
      () => transactSql(() => Promise.resolve(1)),
    ];
    for (const mistake of mistakes) {
      await expect(transact(async () => mistake())).rejects.toThrow(/use its tx/);
      await expect(transactSql(async () => mistake())).rejects.toThrow(/use its tx/);
    }
    expect(await db().flow.count()).toBeGreaterThanOrEqual(0);
  });

  it('does not mix transactions and reads of one process', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        index % 3 === 0
          ? transact((tx) => tx.flow.create({ data: flow(`m${index}`) }))
          : index % 3 === 1
            ? transactSql((tx) => tx.sql.run('INSERT INTO "StopFlag" ("scope") VALUES (?)', [`tool:m${index}`]))
            : db().flow.count(),
      ),
    );
    expect(await db().flow.count({ where: { id: { startsWith: 'm' } } })).toBe(10);
    expect(await db().stopFlag.count()).toBe(10);
  });

  it('lets three processes read and write back without one error or lost update', async () => {
    await db().flow.create({ data: { ...flow('counter'), draftRevision: 0 } });
    const rounds = 30;
    const script = `
      const { transact, transactSql, closeDb } = await import('#prisma/client.ts');
      for (let i = 0; i < ${rounds}; i++) {
        if (i % 2) await transact(async (tx) => {
          const { draftRevision } = await tx.flow.findUniqueOrThrow({ where: { id: 'counter' } });
          await tx.flow.update({ where: { id: 'counter' }, data: { draftRevision: draftRevision + 1 } });
        });
        else await transactSql(async (tx) => {
          const [row] = await tx.sql.all('SELECT "draftRevision" AS n FROM "Flow" WHERE "id" = ?', ['counter']);
          await tx.sql.run('UPDATE "Flow" SET "draftRevision" = ? WHERE "id" = ?', [row.n + 1, 'counter']);
        });
      }
      await closeDb();`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: process.env,
      });
    await Promise.all([run(), run(), run()]);
    expect((await db().flow.findUniqueOrThrow({ where: { id: 'counter' } })).draftRevision).toBe(3 * rounds);
  }, 60_000);
});
