'use client';
import type { NodeProps } from '@xyflow/react';
import { Minimize2, Ungroup } from 'lucide-react';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import type { FrameNode } from '#components/editor/canvas/group-nodes.ts';
import { GroupName } from '#components/editor/canvas/group-name.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

/** The frame around the members of a group; dragging it moves them. */
export const FrameCard = memo(
  function FrameCard({ id, data, selected }: NodeProps<FrameNode>) {
    const t = useTranslations('drawing.group');
    const actions = useCanvasActions();
    const { group } = data;
    return (
      <section
        aria-label={group.name}
        className={cn(
          'size-full rounded-2xl border-2 border-dashed bg-sunken/60',
          selected ? 'border-accent' : 'border-line-strong',
        )}
      >
        <header className="pointer-events-auto flex h-10 items-center gap-1 px-3 text-sm font-semibold text-ink-soft">
          <GroupName group={group} />
          {actions && (
            <span className="nodrag nopan flex shrink-0">
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={t('collapse', { name: group.name })}
                title={t('collapse', { name: group.name })}
                onClick={() => actions.toggleGroup(id)}
              >
                <Minimize2 aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={t('ungroup', { name: group.name })}
                title={t('ungroup', { name: group.name })}
                onClick={() => actions.ungroup(group.id)}
              >
                <Ungroup aria-hidden />
              </Button>
            </span>
          )}
        </header>
      </section>
    );
  },
  (a, b) => a.data === b.data && a.selected === b.selected,
);
