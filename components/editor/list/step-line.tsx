'use client';
import { CircleAlert, Plus, PowerOff, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DecideHere } from '#components/approvals/decide-here.tsx';
import { RiskBadge } from '#components/data/risk-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { StepMarkStrip } from '#components/editor/canvas/step-mark.tsx';
import { SummaryLine } from '#components/editor/canvas/summary-line.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { LineMenu } from '#components/editor/list/line-menu.tsx';
import { useList } from '#components/editor/list/list-context.ts';
import type { OutlineStep } from '#components/editor/list/outline.ts';
import { whereAfter } from '#components/editor/list/where.ts';
import type { RowFacts } from '#components/editor/list/use-rows.ts';
import { renameNode } from '#components/editor/model/commands.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import type { Problem } from '#lib/plan.ts';

/** One step: opens its form; beside it what can be done with it. */
export function StepLine({ step }: { step: OutlineStep }) {
  const t = useTranslations('list');
  const decide = useTranslations('live.approval');
  const hands = useList();
  const facts = hands.facts.get(step.id);
  if (!facts) return null;
  const { card, mark, problems, group } = facts;
  const isCurrent = hands.current === step.id;
  const after = whereAfter(hands.flow, step);
  const tab = isCurrent ? 0 : -1;
  return (
    <div
      className={cn(
        'flex items-start gap-1 rounded-xl border border-line bg-surface p-1.5 shadow-xs',
        isCurrent && 'border-accent/60',
        card.disabled && 'border-dashed bg-ground shadow-none',
      )}
    >
      {hands.renaming === step.id ? (
        <NameBox id={step.id} name={card.name} />
      ) : (
        <button
          type="button"
          data-line={step.id}
          tabIndex={tab}
          onFocus={() => !isCurrent && hands.touch(step.id)}
          onClick={() => hands.open(step.id)}
          className="flex min-h-11 min-w-0 flex-1 cursor-pointer items-start gap-2.5 rounded-lg p-1.5 text-left hover:bg-hover"
        >
          <NodeIcon icon={card.icon} kind={card.kind} />
          <span className="min-w-0 flex-1">
            <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-base font-semibold">
              <VisibleText text={card.name} className="whitespace-normal" />
              {card.disabled && (
                <span className="inline-flex items-center gap-1 text-xs font-normal text-ink-faint">
                  <PowerOff className="size-3" aria-hidden /> {t('off')}
                </span>
              )}
              {card.risk && card.risk !== 'read' && <RiskBadge risk={card.risk} />}
              {group !== null && (
                <span className="text-xs font-normal text-ink-faint">{t('group', { name: group })}</span>
              )}
            </span>
            <span className="sr-only">, {card.title}. </span>
            <SummaryLine parts={card.summary} className="line-clamp-2 text-sm text-ink-soft" />
            <Ways step={step} />
            <Problems problems={problems} />
            {mark && (
              <span className="mt-1 block overflow-hidden rounded-md">
                <StepMarkStrip mark={mark} name={card.name} plain />
              </span>
            )}
          </span>
        </button>
      )}
      {mark?.approvalId && (
        <DecideHere approvalId={mark.approvalId} waiting={mark.status === 'waiting'}>
          <Button size="sm" tabIndex={tab} className="max-md:h-11" aria-label={decide('decideOn', { name: card.name })}>
            {decide('decide')}
          </Button>
        </DecideHere>
      )}
      {after && (
        <Button
          variant="ghost"
          size="icon"
          tabIndex={tab}
          className="size-11 md:size-8.5"
          aria-label={t('addAfter', { name: card.name })}
          onClick={() => hands.add(after)}
        >
          <Plus aria-hidden />
        </Button>
      )}
      <LineMenu step={step} card={card} tabIndex={tab} />
    </div>
  );
}

/** Where a step comes from and leads to when the next line does not say it. */
function Ways({ step }: { step: OutlineStep }) {
  const t = useTranslations('list');
  const { facts } = useList();
  const name = (id: string) => facts.get(id)?.card.name ?? id;
  return (
    <>
      {step.joins.length > 0 && (
        <span className="block text-xs text-ink-faint">
          <bdi>{t('joins', { count: step.joins.length, names: step.joins.slice(0, 4).map(name).join(', ') })}</bdi>
        </span>
      )}
      {step.onward.map(({ port, to, back }) => (
        <span key={`${port.id}>${to}`} className="block text-xs text-ink-faint">
          <bdi>{t(back ? 'backTo' : 'onTo', { port: port.title || port.id, name: name(to) })}</bdi>
        </span>
      ))}
    </>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const t = useTranslations('list');
  const [first, ...more] = problems;
  if (!first) return null;
  const isError = problems.some(({ severity }) => severity === 'error');
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <span className={cn('mt-0.5 flex items-start gap-1.5 text-sm', isError ? 'text-danger' : 'text-wait')}>
      <Icon className="mt-0.5 size-4 shrink-0" aria-label={t(isError ? 'error' : 'warning')} />
      <span className="min-w-0 wrap-anywhere">
        {first.message}
        {more.length > 0 && ` ${t('moreProblems', { count: more.length })}`}
      </span>
    </span>
  );
}

function NameBox({ id, name }: { id: string; name: RowFacts['card']['name'] }) {
  const t = useTranslations('list');
  const { editor } = useEditor();
  const hands = useList();
  const [draft, setDraft] = useState(name);
  const end = (keep: boolean) => {
    if (keep) editor.change(renameNode(editor.flow(), id, draft));
    hands.rename(null);
  };
  return (
    <Input
      autoFocus
      aria-label={t('name')}
      maxLength={120}
      className="m-1 min-w-0 flex-1"
      value={draft}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(true);
        if (event.key === 'Escape') end(false);
        event.stopPropagation();
      }}
    />
  );
}
