import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createClient, LibsqlError, type Client, type InValue, type ResultSet } from '@libsql/client';

/** Plain SQL on the process's one connection. Rows come back as objects; integers as numbers. */
export type Sql = {
  all: <Row>(sql: string, args?: InValue[]) => Promise<Row[]>;
  /** Rows changed. */
  run: (sql: string, args?: InValue[]) => Promise<number>;
};

const BUSY_TIMEOUT_MS = 5000;
// After these SQLite has (or may have) rolled the transaction back by itself; going on would write outside of it.
const SURVIVABLE = new Set(['SQLITE_CONSTRAINT', 'SQLITE_ERROR', 'SQLITE_MISMATCH', 'SQLITE_RANGE', 'SQLITE_TOOBIG']);

/**
 * One SQLite connection per process, used by one transaction or statement at a time.
 *
 * The stock libSQL client opens a new connection after every transaction and leaves the old one to the garbage
 * collector; and SQLite's busy wait blocks the thread, so two connections of one process can starve each other.
 */
export class SharedConnection {
  readonly #client: Client;
  #tail: Promise<void> = Promise.resolve();
  readonly #ready: Promise<void>;
  readonly #inside = new AsyncLocalStorage<boolean>();

  constructor(file: string) {
    if (!existsSync(file)) throw new Error(`There is no database at ${file}. Run "npm start" once: it makes it.`);
    this.#client = createClient({ url: pathToFileURL(file).href, timeout: BUSY_TIMEOUT_MS });
    this.#ready = this.#prepare();
    // Whoever asks for the lock hears of a failure.
    this.#ready.catch(() => {});
  }

  /** Sets and checks what durability rests on. */
  async #prepare(): Promise<void> {
    await this.#client.execute(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    await this.#client.execute('PRAGMA journal_mode = WAL');
    await this.#client.execute('PRAGMA synchronous = FULL');
    await this.#client.execute('PRAGMA foreign_keys = ON');
    const wanted = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 };
    for (const [name, value] of Object.entries(wanted)) {
      const is = (await this.#client.execute(`PRAGMA ${name}`)).rows[0]?.[name];
      if (is !== value) throw new Error(`The database refuses ${name} = ${value} (it is ${JSON.stringify(is)}).`);
    }
  }

  /** Runs what belongs to an open transaction. */
  within<T>(work: () => Promise<T>): Promise<T> {
    return this.#inside.run(true, work);
  }

  /** Is the caller inside of a transaction? Asking for the connection there would wait for itself. */
  isInside(): boolean {
    return this.#inside.getStore() === true;
  }

  /** Waits for its turn; the returned function ends it. */
  async lock(): Promise<() => void> {
    const before = this.#tail;
    let release = (): void => {};
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      await this.#ready;
    } catch (error) {
      release();
      throw error;
    }
    return release;
  }

  /** One statement in its turn. */
  async execute(sql: string, args: InValue[] = []): Promise<ResultSet> {
    const release = await this.lock();
    try {
      return await this.#client.execute({ sql, args });
    } finally {
      release();
    }
  }

  /** A write transaction that the caller ends with commit or rollback. Other users of the connection wait. */
  async begin(): Promise<OpenTransaction> {
    const release = await this.lock();
    try {
      await this.#client.execute('BEGIN IMMEDIATE');
    } catch (error) {
      release();
      throw error;
    }
    return new OpenTransaction(this.#client, release);
  }

  close(): void {
    this.#client.close();
  }
}

/** The connection while one transaction has it. */
export class OpenTransaction {
  readonly #client: Client;
  readonly #release: () => void;
  #broken: Error | undefined;
  #ended = false;

  constructor(client: Client, release: () => void) {
    this.#client = client;
    this.#release = release;
  }

  async execute(statement: { sql: string; args: InValue[] }): Promise<ResultSet> {
    if (this.#ended) throw new Error('This transaction has ended.');
    if (this.#broken) throw this.#broken;
    try {
      return await this.#client.execute(statement);
    } catch (error) {
      if (!(error instanceof LibsqlError && SURVIVABLE.has(error.code))) this.#broken = error as Error;
      throw error;
    }
  }

  /** Throws, with everything rolled back, when the work cannot be kept whole. */
  async commit(): Promise<void> {
    if (this.#ended) throw new Error('This transaction has ended.');
    try {
      if (this.#broken) throw this.#broken;
      await this.#client.execute('COMMIT');
      this.#end();
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async rollback(): Promise<void> {
    if (this.#ended) return;
    // Fails when SQLite has rolled back already: the aim is reached then.
    await this.#client.execute('ROLLBACK').catch(() => {});
    this.#end();
  }

  #end(): void {
    this.#ended = true;
    this.#release();
  }

  readonly sql: Sql = {
    all: async <Row>(sql: string, args: InValue[] = []) => {
      const result = await this.execute({ sql, args });
      return result.rows as unknown as Row[];
    },
    run: async (sql, args = []) => (await this.execute({ sql, args })).rowsAffected,
  };
}
