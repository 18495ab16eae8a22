const LOOK_EVERY_MS = 20;
const GIVE_UP_MS = 60_000;

/** Looks until there is something to see. What is waited for is a state, never a time. */
export async function until<T>(
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  options: { what: string; withinMs?: number },
): Promise<T> {
  const deadline = Date.now() + (options.withinMs ?? GIVE_UP_MS);
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${options.what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
