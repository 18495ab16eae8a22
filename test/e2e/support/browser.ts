/** One browser and one product for a test file, and pages that report what goes wrong in them. */
import { chromium, expect as plain, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startProduct, type Product } from './product.ts';

/** Web-first assertions with room for a busy machine: they wait until it is so. */
export const expect = plain.configure({ timeout: 30_000 });

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export type Stage = Product & {
  browser: Browser;
  /** A new person's browser: no cookies, its own tabs. What goes wrong in any of its pages fails the test. */
  newContext: (options?: ContextOptions) => Promise<BrowserContext>;
  /** A page of a new context. */
  newPage: (options?: ContextOptions) => Promise<Page>;
};

export type ContextOptions = {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>;
  /** Messages of the console that the test provokes, e.g. of a refused request. */
  provokes?: RegExp;
};

/** Chromium as `bin/setup` found it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROME_PATH'] ?? '', args: ARGUMENTS });
}

/** Gives the test file the running product and a browser. Call it once, at the top. */
export function useProduct(settings?: Record<string, string>): () => Stage {
  let stage: Stage | undefined;
  const wrong: string[] = [];
  beforeAll(async () => {
    const [product, browser] = await Promise.all([startProduct(settings), launchBrowser()]);
    const newContext = contexts({ browser, url: product.url, wrong });
    stage = { ...product, browser, newContext, newPage: async (options) => (await newContext(options)).newPage() };
  });
  afterEach(({ task }) => {
    const found = wrong.splice(0);
    const failed = task.result?.state === 'fail' || found.length > 0;
    if (failed) process.stdout.write(`--- what Hearth wrote ---\n${stage?.log() ?? ''}\n---\n`);
    if (found.length > 0) throw new Error(`Something went wrong in a page:\n${found.join('\n')}`);
  });
  afterAll(async () => {
    await stage?.browser.close();
    await stage?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!stage) throw new Error('The product is not up yet: use it inside of a test.');
    return stage;
  };
}

function contexts({ browser, url, wrong }: { browser: Browser; url: string; wrong: string[] }) {
  return async (options: ContextOptions = {}): Promise<BrowserContext> => {
    const { width = 1440, height = 900, colorScheme = 'light', storageState, provokes } = options;
    const context = await browser.newContext({
      baseURL: url,
      viewport: { width, height },
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...(storageState ? { storageState } : {}),
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
    context.setDefaultTimeout(30_000);
    report(context, { url, wrong, provokes });
    return context;
  };
}

function report(context: BrowserContext, to: { url: string; wrong: string[]; provokes: RegExp | undefined }): void {
  const note = (what: string) => {
    if (!to.provokes?.test(what)) to.wrong.push(what);
  };
  context.on('weberror', (error) => note(`uncaught: ${String(error.error())}`));
  context.on('console', (message) => {
    if (message.type() === 'error') note(`console.error: ${message.text()} (${message.location().url})`);
  });
  // Opening is inert: no page asks anybody but Hearth for anything.
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${to.url}/`))
      note(`foreign request: ${request.url()}`);
  });
}
