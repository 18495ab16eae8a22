import type { Readable, Writable } from 'node:stream';

/** What a command reads from and writes to; tests bring their own. */
export type Io = {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable;
  env: Record<string, string | undefined>;
  /** Where paths that a person types begin. */
  folder: string;
  exitCode: number;
};

/** This process. npm moves to the project's folder before it runs anything and leaves the person's own in INIT_CWD. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, folder: env.INIT_CWD ?? process.cwd(), exitCode: 0 };
}
