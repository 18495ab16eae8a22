'use client';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { Group, Maximize2 } from 'lucide-react';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import type { FoldedNode } from '#components/editor/canvas/group-nodes.ts';
import { GroupName } from '#components/editor/canvas/group-name.tsx';
import { StatusBadge } from '#components/data/status-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { IN_PORT, OUT_PORT } from '#nodes/define.ts';

const PORT_CLASSES = 'wire-port !size-3 !min-w-0 !rounded-full !border-2 !border-line-hover !bg-surface !top-7';

/** A group shown as one card, with the wires that enter and leave it. */
export const FoldedCard = memo(
  function FoldedCard({ id, data, selected }: NodeProps<FoldedNode>) {
    const t = useTranslations('drawing.group');
    const actions = useCanvasActions();
    const { group, count, names, problems, status } = data;
    return (
      <article
        className={cn(
          'w-66 rounded-xl border bg-surface text-ink shadow-[0_5px_0_-1px_var(--surface),0_5px_0_0_var(--line-strong)]',
          selected ? 'border-accent ring-2 ring-accent/25' : 'border-line-strong',
        )}
        onDoubleClick={() => actions?.toggleGroup(id)}
      >
        <Handle type="target" id={IN_PORT} position={Position.Left} isConnectable={false} className={PORT_CLASSES} />
        <header className="flex items-center gap-2.5 px-3 pt-3 pb-1 text-base font-semibold">
          <span className="grid size-8 shrink-0 place-items-center rounded-lg border border-line bg-sunken text-ink-soft">
            <Group className="size-4" aria-hidden />
          </span>
          <h3 className="flex min-w-0 flex-1">
            <GroupName group={group} />
          </h3>
          {actions && (
            <Button
              variant="ghost"
              size="iconSm"
              className="nodrag nopan"
              aria-label={t('expand', { name: group.name })}
              title={t('expand', { name: group.name })}
              onClick={() => actions.toggleGroup(id)}
            >
              <Maximize2 aria-hidden />
            </Button>
          )}
        </header>
        <p className="line-clamp-2 px-3 text-sm wrap-anywhere text-ink-soft">{names}</p>
        <footer className="flex flex-wrap items-center gap-1.5 px-3 pt-1.5 pb-2.5 text-xs text-ink-faint">
          <span>{t('steps', { count })}</span>
          {problems > 0 && <span className="text-danger">{t('problems', { count: problems })}</span>}
          {status && <StatusBadge status={status} />}
        </footer>
        <Handle type="source" id={OUT_PORT} position={Position.Right} isConnectable={false} className={PORT_CLASSES} />
      </article>
    );
  },
  (a, b) => a.data === b.data && a.selected === b.selected,
);
