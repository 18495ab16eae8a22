import type { RunView } from '#lib/views-runs.ts';

const TITLES: Record<string, string> = {
  manual: 'A person',
  webhook: 'A webhook',
  schedule: 'The schedule',
  'flow.called': 'Another flow',
  error: 'A failed run',
};

/** What started a run, in words: the kind of the trigger, and its name where that tells more. */
export function triggerTitle(run: Pick<RunView, 'trigger' | 'flow'>): string {
  const node = run.flow.nodes.find(({ id }) => id === run.trigger);
  if (!node) return run.trigger;
  const kind = TITLES[node.type] ?? node.type;
  return `${kind} (${node.name})`;
}
