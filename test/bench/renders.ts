/** Which cards and wires React renders: counted from outside, in the product as it is built. */
import type { Page } from '@playwright/test';

type Fiber = {
  child: Fiber | null;
  sibling: Fiber | null;
  alternate: Fiber | null;
  flags: number;
  memoizedProps: Record<string, unknown> | null;
};
// The name helper of the test runner's compiler does not exist in the page.
const NAMES = 'window.__name = (made) => made';

type Counting = { rendered: Map<string, number> };

/** Must run before the page loads: React tells a hook of that name of each commit, as it tells its own tools. */
export async function countRenders(page: Page): Promise<void> {
  await page.addInitScript(NAMES);
  await page.addInitScript(() => {
    const counting: Counting = { rendered: new Map() };
    const count = (key: string) => counting.rendered.set(key, (counting.rendered.get(key) ?? 0) + 1);
    const look = (fiber: Fiber) => {
      const props = fiber.memoizedProps;
      if ((fiber.flags & 1) === 0 || !props || typeof props['id'] !== 'string') return;
      const data = props['data'] as Record<string, unknown> | undefined;
      if (data && 'card' in data) count(`card ${props['id']}`);
      else if (data && 'untrusted' in data) count(`wire ${props['id']}`);
    };
    // A child that is the same object as before was not rendered, and nothing below it.
    const walk = (fiber: Fiber) => {
      look(fiber);
      if (fiber.alternate && fiber.alternate.child === fiber.child) return;
      for (let child = fiber.child; child; child = child.sibling) walk(child);
    };
    const hook = {
      supportsFiber: true,
      inject: () => 1,
      checkDCE: () => undefined,
      onCommitFiberUnmount: () => undefined,
      onPostCommitFiberRoot: () => undefined,
      onCommitFiberRoot: (_id: number, root: { current: Fiber }) => walk(root.current),
    };
    Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook, hearthRenders: counting });
  });
}

/** Must run before the page loads: marks the moments at which the first of such elements have been painted. */
export async function markPainted(page: Page, selectors: Record<string, string>): Promise<void> {
  await page.addInitScript(NAMES);
  await page.addInitScript((wanted: Record<string, string>) => {
    const left = new Map(Object.entries(wanted));
    const seen = new MutationObserver(() => {
      for (const [name, selector] of left) {
        if (!document.querySelector(selector)) continue;
        left.delete(name);
        requestAnimationFrame(() => setTimeout(() => performance.mark(name)));
      }
      if (left.size === 0) seen.disconnect();
    });
    seen.observe(document, { childList: true, subtree: true });
  }, selectors);
}

/** Ids of cards (`card s0`) and wires that were rendered since the last time, and how often. */
export async function takeRenders(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const { hearthRenders } = window as unknown as { hearthRenders: Counting };
    const taken = Object.fromEntries(hearthRenders.rendered);
    hearthRenders.rendered.clear();
    return taken;
  });
}
