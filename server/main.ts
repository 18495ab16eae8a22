/** The web process: Next behind the front door. Started by the supervisor, which hears from it over IPC. */
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import next from 'next';
import { Refused } from '#lib/errors.ts';
import { env, type Env } from '#platform/env.ts';
import { keyGuard } from '#platform/keys.ts';
import { logger } from '#platform/log.ts';
import { closeDb } from '#prisma/client.ts';
import { bindProblem } from '#server/front/bind.ts';
import { createFront } from '#server/front/front.ts';
import { withStaticFiles } from '#server/front/static-files.ts';
import { startNudgeHub } from '#server/nudge-hub.ts';
import { ensureSetupCode, hasOwner } from '#server/setup-code.ts';

const DRAIN_MS = 5_000;
const log = logger('web');
const dev = process.argv.includes('--dev');

async function main(): Promise<void> {
  // Takes over what the supervisor hands it, before anything else reads standard input.
  keyGuard();
  const settings = env();
  await refuseOpenBind(settings);
  const { host, port } = settings;
  const app = next({ dev, hostname: host, port });
  await app.prepare();
  const pages = app.getRequestHandler();
  const handle = dev ? pages : withStaticFiles('.next/static', pages);
  const front = createFront({
    publicUrl: settings.publicUrl,
    trustedProxies: settings.trustedProxies,
    ...(settings.tlsCert && settings.tlsKey ? { tls: { certFile: settings.tlsCert, keyFile: settings.tlsKey } } : {}),
    dev,
    handle: (request, response) => handle(request, response),
  });
  const upgrade = app.getUpgradeHandler();
  if (dev) front.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
  const stopNudges = await startNudgeHub();

  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(port, host, resolve);
  });
  log.debug({ address: front.address() as AddressInfo }, 'listening');

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    const closed = new Promise<void>((resolve) => front.close(() => resolve()));
    front.closeIdleConnections();
    // Live streams never end by themselves; browsers come back to the next process.
    await Promise.race([closed, pause(DRAIN_MS)]);
    front.closeAllConnections();
    await stopNudges();
    await closeDb();
    process.exit(0);
  };
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  process.on('disconnect', () => void end());

  const code = await ensureSetupCode();
  if (code !== null) showSetupCode(settings, code);
  process.send?.({ type: 'ready' });
}

async function refuseOpenBind({ host, tlsCert, trustedProxies }: Env): Promise<void> {
  const problem = bindProblem({ host, hasOwner: await hasOwner(), tls: tlsCert !== undefined, trustedProxies });
  if (problem !== null) throw new Refused(problem);
}

function showSetupCode({ publicUrl }: Env, code: string): void {
  const lines = [
    'Welcome to Hearth. Create the owner here:',
    `${publicUrl}/setup`,
    `Set-up code: ${code}   (valid for one day)`,
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '─'.repeat(width + 2);
  const box = [`┌${rule}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${rule}┘`];
  process.stdout.write(`${box.join('\n')}\n`);
}

main().catch((error: unknown) => {
  if (error instanceof Refused) process.stderr.write(`${error.message}\n`);
  else log.error({ err: error }, 'the web process could not start');
  // EX_CONFIG: starting again without a change of settings is no use, and the supervisor does not try.
  process.exit(error instanceof Refused || (error instanceof Error && error.name === 'Invalid') ? 78 : 1);
});
