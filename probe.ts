import { launchBrowser } from './test/e2e/support/browser.ts';
import { signUp, apiOf } from './test/e2e/support/owner.ts';
import { startProduct } from './test/e2e/support/product.ts';
const product = await startProduct({});
const browser = await launchBrowser();
const ctx = await browser.newContext({ baseURL: product.url });
const page = await ctx.newPage();
await signUp(page, product);
const { id } = await apiOf(page, product).flows.create.mutate({ name: 'x' });
for (const p of [`/flows/${id}`, '/flows', '/runs', '/inbox', '/connections', '/tables', '/variables', '/settings']) {
  const pg = await ctx.newPage();
  await pg.goto(p);
  await pg.waitForTimeout(2500);
  const l = await pg.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\.js/.test(name))
      .map((e) => [e.name.split('/').pop(), e.encodedBodySize, e.initiatorType]),
  );
  console.log(p, Math.round(l.reduce((s, x) => s + (x[1] as number), 0) / 1024));
  if (p === 'x')
    console.log(
      l
        .sort((a, b) => (b[1] as number) - (a[1] as number))
        .map((x) => x.join(' '))
        .join('\n'),
    );
  await pg.close();
}
await browser.close();
await product[Symbol.asyncDispose]();
