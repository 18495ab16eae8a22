import { RUN_TRIGGERS, triggerKey } from '#components/runs/run-query.ts';
import type { RunView } from '#lib/views-runs.ts';
import type { Texts } from '#messages/types.ts';

/** What started a run, in words: the kind of the trigger, and its name where that tells more. */
export function triggerTitle(run: Pick<RunView, 'trigger' | 'flow'>, t: Texts<'runs'>): string {
  const node = run.flow.nodes.find(({ id }) => id === run.trigger);
  if (!node) return run.trigger;
  const known = RUN_TRIGGERS.find((type) => type === node.type);
  return t('facts.byNamed', { kind: known ? t(`triggers.${triggerKey(known)}`) : node.type, name: node.name });
}
