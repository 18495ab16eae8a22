'use client';
import { ToggleGroup } from 'radix-ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import type { Obstacle } from '#components/editor/model/condition-text.ts';
import { withConditions, type ConditionMode } from '#components/editor/model/conditions.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { FlowNode } from '#lib/flow.ts';

const MODES: readonly ConditionMode[] = ['rows', 'expression'];

export type ConditionSwitchProps = {
  node: FlowNode;
  mode: ConditionMode;
  onMode: (mode: ConditionMode) => void;
};

/** Rows or one expression: what stands there goes along, or it says why it cannot. */
export function ConditionSwitch({ node, mode, onMode }: ConditionSwitchProps) {
  const t = useTranslations('fields');
  const { editor } = useEditor();
  const [obstacle, setObstacle] = useState<{ of: string; why: Obstacle } | null>(null);
  const choose = async (next: ConditionMode) => {
    // The parser of expressions is loaded by who needs it.
    const { switched } = await import('#components/editor/model/condition-text.ts');
    const drawn = editor.flow().nodes.find(({ id }) => id === node.id);
    if (!drawn) return;
    const made = switched(drawn.params, next);
    if ('why' in made) return setObstacle({ of: written(drawn), why: made });
    setObstacle(null);
    editor.change(withConditions(editor.flow(), node.id, made));
    onMode(next);
  };
  const why = obstacle?.of === written(node) ? obstacle.why : null;
  return (
    <div>
      <ToggleGroup.Root
        type="single"
        aria-label={t('conditions.label')}
        value={mode}
        onValueChange={(next) => next !== '' && void choose(next as ConditionMode)}
        className="flex w-fit rounded-md border border-line bg-sunken p-0.5"
      >
        {MODES.map((one) => (
          <ToggleGroup.Item
            key={one}
            value={one}
            className="min-h-7 cursor-pointer rounded-sm px-2.5 text-sm font-medium text-ink-soft hover:text-ink data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-xs"
          >
            {t(`conditions.${one}`)}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <div role="status" className="mt-2 empty:hidden">
        {why && <Notice>{t(`conditions.${why.why}`, { row: 'row' in why ? why.row : 0 })}</Notice>}
      </div>
    </div>
  );
}

/** What is written; the drawing is another object after each save. */
function written({ params: { rows, expression } }: FlowNode): string {
  return JSON.stringify([rows, expression]);
}
