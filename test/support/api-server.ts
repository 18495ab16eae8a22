import { spawn } from 'node:child_process';
import { once } from 'node:events';

export type ApiServer = AsyncDisposable & { url: string };

/** The REST interface on the test file's data folder, in a process of its own: what a command closes is not the server's. */
export async function startApi(): Promise<ApiServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/api-process.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = (await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    ended.then(([code]) => Promise.reject(new Error(`The server ended with ${String(code)} instead of starting.`))),
  ])) as [string];
  return {
    url: said.trim(),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
