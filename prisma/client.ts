import { join } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { env } from '#platform/env.ts';
import { SharedConnection, type OpenTransaction, type Sql } from '#prisma/connection.ts';
import { PrismaClient, type Prisma } from '#prisma/generated/client.ts';

/** What both kinds of transaction offer: plain SQL on its connection, and jobs (which must not throw) for after the commit. */
export type SqlTx = { sql: Sql; afterCommit: (job: () => void) => void };

/** Inside a write transaction with Prisma. */
export type Tx = Prisma.TransactionClient & SqlTx;

type Database = { file: string; client: PrismaClient; connection: SharedConnection; open: OpenTransaction | null };

// On globalThis: Next loads a second copy of this module for its bundles, and one process must have one connection.
const shared = globalThis as typeof globalThis & { hearthDatabase?: Database | undefined };

const TRANSACTION = { maxWait: 20_000, timeout: 20_000 };

/** The database of this process. */
export function db(): PrismaClient {
  return database().client;
}

/** Runs `work` in one BEGIN IMMEDIATE transaction. Keep it short and free of network: all other writers wait. */
export async function transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const base = database();
  const after: (() => void)[] = [];
  const result = await base.client.$transaction(async (client) => {
    const open = base.open;
    if (!open) throw new Error('The transaction has no connection.');
    const tx = withSql(client, { sql: open.sql, afterCommit: (job) => after.push(job) });
    return base.connection.within(() => work(tx));
  }, TRANSACTION);
  for (const job of after) job();
  return result;
}

/** Like `transact` but plain SQL only, without Prisma's turns of the event loop: for the hot path. */
export async function transactSql<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
  const { connection } = database();
  const open = await connection.begin();
  const after: (() => void)[] = [];
  let result: T;
  try {
    const tx: SqlTx = { sql: open.sql, afterCommit: (job) => after.push(job) };
    result = await connection.within(() => work(tx));
    await open.commit();
  } catch (error) {
    await open.rollback();
    throw error;
  }
  for (const job of after) job();
  return result;
}

/** Plain SQL outside of a transaction. */
export function sql(): Sql {
  const { connection } = database();
  return {
    all: async <Row>(text: string, args?: Parameters<Sql['all']>[1]) =>
      (await connection.execute(text, args)).rows as unknown as Row[],
    run: async (text, args) => (await connection.execute(text, args)).rowsAffected,
  };
}

/** Closes the database of this process; the next call opens it again. */
export async function closeDb(): Promise<void> {
  const open = shared.hearthDatabase;
  shared.hearthDatabase = undefined;
  await open?.client.$disconnect();
  open?.connection.close();
}

/** The text that Prisma keeps a time as; raw statements must write the same to stay comparable. */
export function sqlTime(time: Date | number): string {
  return new Date(time).toISOString().replace('Z', '+00:00');
}

function withSql(client: Prisma.TransactionClient, more: SqlTx): Tx {
  return new Proxy(client, {
    get: (target, name) => (name in more ? more[name as keyof SqlTx] : (Reflect.get(target, name) as unknown)),
  }) as Tx;
}

function database(): Database {
  shared.hearthDatabase ??= openDatabase(join(env().dataDir, 'app.db'));
  if (shared.hearthDatabase.connection.isInside()) {
    throw new Error('Inside of a transaction use its tx: db(), sql() and transact() would wait for it.');
  }
  return shared.hearthDatabase;
}

function openDatabase(file: string): Database {
  const connection = new SharedConnection(file);
  const base: Database = { file, connection, open: null, client: undefined as unknown as PrismaClient };
  base.client = new PrismaClient({ adapter: new SharedLibSql(base) });
  return base;
}

/** Prisma's libSQL adapter on the shared connection, with BEGIN IMMEDIATE in place of DEFERRED. */
class SharedLibSql extends PrismaLibSql {
  readonly #base: Database;

  constructor(base: Database) {
    super({ url: `file:${base.file}` });
    this.#base = base;
  }

  override createClient(): ReturnType<PrismaLibSql['createClient']> {
    const base = this.#base;
    const client = {
      execute: (statement: Parameters<OpenTransaction['execute']>[0]) =>
        base.connection.execute(statement.sql, statement.args),
      transaction: async () => {
        const open = await base.connection.begin();
        base.open = open;
        return open;
      },
      close: () => {},
    };
    return client as unknown as ReturnType<PrismaLibSql['createClient']>;
  }
}
