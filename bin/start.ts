/** `npm start`: the supervisor. It runs the Temporal server, the worker and the web, and keeps them running. */
import { createOutput } from '#bin/supervisor/output.ts';
import { supervise } from '#bin/supervisor/run.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import { env } from '#platform/env.ts';

async function main(): Promise<number> {
  const settings = env();
  const output = createOutput(process.stdout, { format: settings.log, colour: process.stdout.isTTY });
  return supervise(settings, { output, dev: process.argv.includes('--dev') });
}

try {
  process.exit(await main());
} catch (error) {
  // What a person can mend needs no stack.
  const told = error instanceof Invalid || error instanceof Refused;
  process.stderr.write(`${told ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
