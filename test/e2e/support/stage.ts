/** One browser and one product for a test file, and pages that report what goes wrong in them. */
import type { Browser, BrowserContext, Page, Request } from '@playwright/test';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { startProduct, type Product } from './product.ts';

export type Stage = Product & {
  /** A new person's browser: no cookies, its own tabs. What goes wrong in any of its pages fails the test. */
  newContext: (options?: ContextOptions) => Promise<BrowserContext>;
  /** A page of a new context. */
  newPage: (options?: ContextOptions) => Promise<Page>;
};

type ContextOptions = {
  /** Of the browser; British English unless said otherwise. */
  locale?: string;
  /** Lets the pages keep a service worker; others are without, so that nothing is kept between them. */
  withWorker?: boolean;
  /** Messages of the console that the test provokes, e.g. of a refused request. */
  provokes?: RegExp;
  /** A narrow window that is touched. */
  phone?: boolean;
};

/** Gives the test file the running product and a browser. Call it once, at the top. */
export function useProduct(settings?: Record<string, string>): () => Stage {
  let stage: Stage | undefined;
  let started: Product | undefined;
  let browser: Browser | undefined;
  const wrong: string[] = [];
  let told = 0;
  beforeAll(async () => {
    const product = await startProduct(settings);
    started = product;
    browser = await launchBrowser();
    const newContext = contexts({ browser, url: product.url, wrong });
    stage = { ...product, newContext, newPage: async (options) => (await newContext(options)).newPage() };
  });
  afterEach(({ task }) => {
    const found = wrong.splice(0);
    const failed = task.result?.state === 'fail' || found.length > 0;
    const log = started?.log() ?? '';
    if (failed) process.stdout.write(`--- what Hearth wrote ---\n${log.slice(told)}\n---\n`);
    told = log.length;
    if (found.length > 0) throw new Error(`Something went wrong in a page:\n${found.join('\n')}`);
  });
  afterAll(async () => {
    await browser?.close();
    await started?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!stage) throw new Error('The product is not up yet: use it inside of a test.');
    return stage;
  };
}

function contexts({ browser, url, wrong }: { browser: Browser; url: string; wrong: string[] }) {
  return async (options: ContextOptions = {}): Promise<BrowserContext> => {
    const context = await browser.newContext({
      baseURL: url,
      viewport: options.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      hasTouch: options.phone === true,
      reducedMotion: 'reduce',
      locale: options.locale ?? 'en-GB',
      serviceWorkers: options.withWorker ? 'allow' : 'block',
      timezoneId: 'Europe/Berlin',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
    context.setDefaultTimeout(30_000);
    report(context, { url, wrong, provokes: options.provokes });
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
  const asked = (request: Request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${to.url}/`))
      note(`foreign request: ${request.url()}`);
  };
  context.on('requestfinished', asked);
  // The browser tells of what a policy kept it from asking, too.
  context.on('requestfailed', (request) => request.failure()?.errorText !== 'csp' && asked(request));
}
