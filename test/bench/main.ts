/**
 * `npm run bench`: measures what Hearth promises to be fast at, on the product as `npm start` runs it, and prints each
 * figure beside its bar. Ratios are taken in turns in the same minutes, so that they mean something on any machine.
 * With names of parts (product, steps, side) only those.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../e2e/support/browser.ts';
import { signUp } from '../e2e/support/owner.ts';
import { startProduct } from '../e2e/support/product.ts';
import { freePort } from '../support/free-port.ts';
import { editorFigures, openPage } from './editor.ts';
import type { Figure } from './measure.ts';

// Settings are read once: they must stand before anything of the platform is loaded.
const dataDir = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
const settings = { HEARTH_DATA: dataDir, HEARTH_TEMPORAL_PORT: String(await freePort()), HEARTH_LOG_LEVEL: 'warn' };
Object.assign(process.env, settings);

const SETTLE_MS = 5000;

function print(title: string, figures: Figure[]): void {
  console.log(`\n${title}`);
  for (const { what, value, bar, within } of figures) {
    const said = bar === undefined ? '' : `  ${within ? 'ok' : 'OVER'} (${bar})`;
    console.log(`  ${what.padEnd(52)} ${value}${said}`);
  }
}

/** A service that answers at once, and is on the owner's list of hosts. */
async function startService(): Promise<{ url: string; stop: () => void }> {
  const server = createServer((_request, response) => void response.end('{"ok":true}'));
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { db } = await import('#prisma/client.ts');
  await db().contact.create({ data: { id: randomUUID(), name: 'bench', kind: 'host', address } });
  return { url: `http://${address}`, stop: () => void server.close() };
}

async function startHandWritten(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('hand-written/worker.ts', import.meta.url));
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return child;
}

const asked = new Set(process.argv.slice(2));
const isAsked = (part: 'product' | 'steps' | 'side') => asked.size === 0 || asked.has(part);

async function measure(): Promise<void> {
  // The first start makes the database; only those after it count.
  const first = await startProduct(settings);
  await first[Symbol.asyncDispose]();
  const { startUp, memory, heard } = await import('./product.ts');
  const ready = isAsked('product') ? [await startUp(settings)] : [];
  await using product = await startProduct(settings);
  if (isAsked('product')) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const idle = memory(product.pid);
    const { url, setupCode } = product;
    const browser = await launchBrowser();
    const page = await openPage(browser, { url });
    await signUp(page, { setupCode: setupCode || first.setupCode });
    const cookies = await page.context().cookies(url);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const { delaysOf } = await import('./live.ts');
    const delays = await delaysOf({ url, cookie });
    const { runPageFigures } = await import('./run-page.ts');
    const pages = [...(await editorFigures(page, { url })), ...(await runPageFigures(page, { url }))];
    print('The product', [...ready, idle, heard(delays), ...pages]);
    await browser.close();
  }
  await measureEngine();
}

async function measureEngine(): Promise<void> {
  const { chainOf, fanOutOf, pureSteps } = await import('./engine.ts');
  const service = await startService();
  const hand = await startHandWritten();
  if (isAsked('steps')) print('Steps', [...(await chainOf(40, service.url)), ...(await pureSteps(100))]);
  if (isAsked('side')) print('Side by side', await fanOutOf(1000, service.url));
  hand.disconnect();
  service.stop();
}

async function close(): Promise<void> {
  const [{ closeDb }, { closeTemporal }] = await Promise.all([
    import('#prisma/client.ts'),
    import('#platform/temporal.ts'),
  ]);
  await Promise.all([closeDb(), closeTemporal()]);
  rmSync(dataDir, { recursive: true, force: true });
}

await measure().finally(close);
