import type { PartialHow } from '#lib/views-runs.ts';

/** What of a flow can be run in a test, as menus list it. */
export const PARTS: readonly PartialHow[] = ['step', 'until', 'from'];
