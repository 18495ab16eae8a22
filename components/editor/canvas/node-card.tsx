'use client';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { CircleAlert, Clock3, Pin, Plug, Plus, PowerOff, StickyNote, TriangleAlert, Workflow } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { RiskBadge } from '#components/data/risk-badge.tsx';
import { StepMarkStrip } from '#components/editor/canvas/step-mark.tsx';
import { TriggerBadge } from '#components/editor/canvas/trigger-badge.tsx';
import { SummaryLine } from '#components/editor/canvas/summary-line.tsx';
import type { CardData, CardNode } from '#components/editor/canvas/view.ts';
import { cn } from '#components/ui/cn.ts';
import { IN_PORT, type Port } from '#nodes/define.ts';

const PORT_CLASSES =
  'wire-port !size-3 !min-w-0 !rounded-full !border-2 !border-line-hover !bg-surface transition-[scale,border-color,background-color] duration-150';

// Fainter, but never too faint to read: transparency would take the contrast away.
const DIM_CLASSES =
  'border-dashed bg-ground shadow-none [&_h3]:font-medium [&_h3]:text-ink-faint [&_header>:first-child]:opacity-60 [&_p]:text-ink-faint';

/** A step on the canvas. Everything it shows comes in `data`, so that it renders only when that changes, not as it moves. */
export const NodeCard = memo(
  Card,
  (a: NodeProps<CardNode>, b: NodeProps<CardNode>) => a.id === b.id && a.data === b.data && a.selected === b.selected,
);

function Card({ id, data, selected }: NodeProps<CardNode>) {
  const t = useTranslations('drawing.card');
  const { card, mark, problem } = data;
  const many = card.ports.length > 1;
  return (
    <article
      data-kind={card.kind}
      className={cn(
        'group/card w-66 rounded-xl border bg-surface text-ink shadow-sm transition-[border-color,box-shadow] duration-150 hover:shadow-md',
        borderOf({ data, selected }),
        (card.disabled || mark?.status === 'skipped') && DIM_CLASSES,
      )}
    >
      {card.hasInput && (
        <Handle type="target" id={IN_PORT} position={Position.Left} className={cn(PORT_CLASSES, '!top-7')} />
      )}
      <header className="flex gap-2.5 px-3 pt-3 pb-2.5">
        <NodeIcon icon={card.icon} kind={card.kind} />
        <div className="min-w-0 flex-1">
          <div className="flex min-h-4.5 items-center gap-1.5">
            <h3 className="min-w-0 flex-1 truncate text-base font-semibold" title={card.name}>
              {card.name}
            </h3>
            {card.note && (
              <StickyNote className="size-3.5 shrink-0 text-ink-faint" aria-label={t('note', { text: card.note })} />
            )}
            {data.stale && <Clock3 className="size-3.5 shrink-0 text-wait" aria-label={t('stale')} />}
            {data.pinned && <Pin className="size-3.5 shrink-0 text-accent-text" aria-label={t('pinned')} />}
            {problem && <ProblemDot data={data} />}
          </div>
          <SummaryLine parts={card.summary} className="mt-0.5 line-clamp-2 text-sm text-ink-soft" />
        </div>
        {!many && card.ports[0] && <OutPort node={id} port={card.ports[0]} name={card.name} className="!top-7" />}
      </header>
      <Facts data={data} />
      {card.kind === 'trigger' && <TriggerBadge node={id} type={card.type} />}
      {many && <PortRows node={id} name={card.name} ports={card.ports} />}
      {mark && <StepMarkStrip mark={mark} name={card.name} />}
    </article>
  );
}

function borderOf({ data, selected }: { data: CardData; selected: boolean }): string {
  if (selected) return 'border-accent ring-2 ring-accent/25';
  if (data.mark?.status === 'running') return 'border-info/60';
  if (data.mark?.status === 'waiting' || data.mark?.status === 'retrying') return 'border-wait/60';
  if (data.mark?.status === 'failed') return 'border-danger/60';
  if (data.problem?.severity === 'error') return 'border-danger/50';
  return 'border-line-strong hover:border-line-hover';
}

function ProblemDot({ data }: { data: CardData }) {
  const t = useTranslations('drawing.card');
  const { problem, problems } = data;
  const isError = problem?.severity === 'error';
  const Icon = isError ? CircleAlert : TriangleAlert;
  const said = problem?.message ?? '';
  const words = problems > 1 ? t('more', { message: said, count: problems - 1 }) : said;
  return (
    <span title={words} className={cn('shrink-0', isError ? 'text-danger' : 'text-wait')}>
      <Icon className="size-4" aria-label={words} />
    </span>
  );
}

function Facts({ data }: { data: CardData }) {
  const t = useTranslations('drawing.card');
  const { card, connectionName, callsName } = data;
  const shown =
    card.connection !== null || card.calls !== null || card.disabled || (card.risk !== null && card.risk !== 'read');
  if (!shown) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 px-3 pb-2.5">
      {card.risk && card.risk !== 'read' && <RiskBadge risk={card.risk} />}
      {card.connection !== null && (
        <span className="flex min-w-0 items-center gap-1 text-xs text-ink-faint">
          <Plug className="size-3 shrink-0" aria-hidden />
          <span className="truncate">{connectionName ?? t('noConnection')}</span>
        </span>
      )}
      {card.calls !== null && (
        <span className="flex min-w-0 items-center gap-1 text-xs text-ink-faint">
          <Workflow className="size-3 shrink-0" aria-hidden />
          <bdi className="truncate">{callsName ?? t('otherFlow')}</bdi>
        </span>
      )}
      {card.disabled && (
        <span className="flex items-center gap-1 text-xs text-ink-faint">
          <PowerOff className="size-3" aria-hidden /> {t('off')}
        </span>
      )}
    </div>
  );
}

function PortRows({ node, name, ports }: { node: string; name: string; ports: readonly Port[] }) {
  return (
    <ul className="border-t border-line py-1">
      {ports.map((port) => (
        <li key={port.id} className="relative flex h-6.5 items-center justify-end pr-4 pl-3 text-xs text-ink-soft">
          <span className={cn('truncate', port.id === 'error' && 'text-danger')}>{port.title || port.id}</span>
          <OutPort node={node} port={port} name={name} />
        </li>
      ))}
    </ul>
  );
}

function OutPort({ node, port, name, className }: { node: string; port: Port; name: string; className?: string }) {
  const t = useTranslations('drawing.card');
  const actions = useCanvasActions();
  const open = (event: MouseEvent) => {
    event.stopPropagation();
    actions?.addAfter({ node, port: port.id }, { x: event.clientX, y: event.clientY });
  };
  return (
    <Handle
      type="source"
      id={port.id}
      position={Position.Right}
      className={cn(PORT_CLASSES, actions && 'wire-port-out', className)}
      onClick={actions ? open : undefined}
      title={actions ? t('out', { port: port.title || t('next'), name }) : port.title}
    >
      {actions && <Plus className="pointer-events-none size-3 opacity-0" strokeWidth={3} aria-hidden />}
    </Handle>
  );
}
