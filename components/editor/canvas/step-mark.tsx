'use client';
import {
  Ban,
  Check,
  CircleDashed,
  CircleHelp,
  CircleX,
  Clock,
  LoaderCircle,
  Pin,
  Recycle,
  RotateCw,
  UserCheck,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { DecideHere } from '#components/approvals/decide-here.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { RoundPicker } from '#components/editor/canvas/round-picker.tsx';
import { lookOf, type MarkLook } from '#components/editor/model/mark-look.ts';
import type { StepMark } from '#components/editor/model/run-overlay.ts';
import { useLiveText } from '#components/live/use-live-text.ts';
import { Cost } from '#components/runs/run-cost.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';
import { useSecond } from '#components/ui/time-ago.tsx';

type Look = { icon: LucideIcon; classes: string; turning?: boolean };

const LOOKS: Record<MarkLook, Look> = {
  queued: { icon: CircleDashed, classes: 'bg-sunken text-ink-faint' },
  running: { icon: LoaderCircle, classes: 'bg-info-soft text-info', turning: true },
  retrying: { icon: RotateCw, classes: 'bg-wait-soft text-wait' },
  waiting: { icon: Clock, classes: 'bg-wait-soft text-wait' },
  asks: { icon: UserCheck, classes: 'bg-wait-soft text-wait' },
  calls: { icon: Workflow, classes: 'bg-wait-soft text-wait' },
  done: { icon: Check, classes: 'bg-good-soft text-good' },
  pinned: { icon: Pin, classes: 'bg-sunken text-ink-soft' },
  reused: { icon: Recycle, classes: 'bg-good-soft text-good' },
  failed: { icon: CircleX, classes: 'bg-danger-soft text-danger' },
  unknown: { icon: CircleHelp, classes: 'bg-wait-soft text-wait' },
  skipped: { icon: CircleDashed, classes: 'bg-sunken text-ink-faint' },
  cancelled: { icon: Ban, classes: 'bg-sunken text-ink-faint' },
};

/**
 * What happened to a step, on its card: where it stands and why, attempts, time taken, cost; for a loop its rounds.
 * `plain`: nothing to press, for inside of what is pressed itself.
 */
export function StepMarkStrip({ mark, name, plain = false }: { mark: StepMark; name: string; plain?: boolean }) {
  const look = lookOf(mark);
  const { icon: Icon, classes, turning } = LOOKS[look];
  const waitsForPerson = mark.status === 'waiting' && mark.approvalId !== null;
  return (
    <div data-status={mark.status} data-look={look} className="rounded-b-[inherit]">
      <div
        className={cn(
          'flex min-h-7 items-start gap-1.5 px-3 py-1 text-xs font-medium',
          !mark.loop && 'rounded-b-[inherit]',
          classes,
        )}
      >
        <Icon
          className={cn('mt-px size-3.5 shrink-0', turning && 'animate-spin motion-reduce:animate-none')}
          aria-hidden
        />
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 wrap-anywhere">
            <Words mark={mark} look={look} plain={plain} />
          </span>
          <Failure mark={mark} look={look} />
          {mark.status === 'running' && <Writing mark={mark} />}
        </span>
        <span className="tabular ml-auto shrink-0 text-right font-normal">
          {mark.approvalId && !plain && <Decide approvalId={mark.approvalId} waiting={waitsForPerson} name={name} />}
          {!waitsForPerson && <Spent mark={mark} />}
        </span>
      </div>
      {!plain && <RoundPicker name={name} mark={mark} />}
    </div>
  );
}

function Decide({ approvalId, waiting, name }: { approvalId: string; waiting: boolean; name: string }) {
  const t = useTranslations('live.approval');
  return (
    <DecideHere approvalId={approvalId} waiting={waiting}>
      <button
        type="button"
        aria-label={t('decideOn', { name })}
        className="nodrag nopan -my-0.5 min-h-6 cursor-pointer rounded-sm px-1 font-semibold underline underline-offset-2"
        onClick={(event) => event.stopPropagation()}
      >
        {t('decide')}
      </button>
    </DecideHere>
  );
}

/** Where it stands, in words: `Retry 2 of 4, in 5 s`. */
function Words({ mark, look, plain }: { mark: StepMark; look: MarkLook; plain: boolean }) {
  const t = useTranslations('live.mark');
  const state = useTranslations('live');
  const tries = mark.attempt > 1 && look !== 'retrying';
  return (
    <>
      {look === 'retrying'
        ? t('retry', { attempt: mark.attempt, attempts: mark.attempts ?? 0 })
        : state(`mark.${look}`)}
      {tries && ` · ${t('attempt', { attempt: mark.attempt })}`}
      {mark.times > 1 && !mark.loop && ` · ${t('times', { times: mark.times })}`}
      {plain && look === 'calls' && mark.called && <bdi> {mark.called.flowName}</bdi>}
      {!plain && look === 'calls' && mark.called && (
        <>
          {' '}
          <Link href={`/runs/${mark.called.runId}`} className="nodrag underline underline-offset-2">
            <bdi>{mark.called.flowName}</bdi>
          </Link>
        </>
      )}
      {mark.until && (look === 'retrying' || look === 'waiting') && (
        <Until at={mark.until} retry={look === 'retrying'} />
      )}
    </>
  );
}

function Until({ at, retry }: { at: string; retry: boolean }) {
  const t = useTranslations('live.mark');
  const units = useUnits();
  const left = Date.parse(at) - useSecond(true);
  const when = units.duration(Math.max(1000, Math.round(left / 1000) * 1000));
  return (
    <>
      {' · '}
      <span className="whitespace-nowrap" title={units.exact(at)}>
        {retry ? t('nextIn', { when }) : t('untilIn', { when })}
      </span>
    </>
  );
}

function Failure({ mark, look }: { mark: StepMark; look: MarkLook }) {
  const t = useTranslations('live.mark');
  if (look === 'unknown') return <span className="block font-normal wrap-anywhere">{t('unknownHelp')}</span>;
  if ((look !== 'failed' && look !== 'retrying') || !mark.error) return null;
  return (
    <span className="block font-normal">
      <span className="line-clamp-2 wrap-anywhere" title={mark.error}>
        <VisibleText text={mark.error} />
      </span>
      {look === 'failed' && mark.hint && (
        <span className="line-clamp-2 wrap-anywhere text-ink-soft" title={mark.hint}>
          <VisibleText text={mark.hint} />
        </span>
      )}
    </span>
  );
}

const SHOWN = 140;

/** The end of what a model has written so far: plain text, gone once its output is there. */
function Writing({ mark: { runId, node, iteration } }: { mark: StepMark }) {
  const t = useTranslations('live.text');
  const live = useLiveText(useMemo(() => ({ runId, node, iteration }), [runId, node, iteration]));
  if (!live) return null;
  const cut = live.cut || live.text.length > SHOWN;
  return (
    <span data-live-text title={t('provisional')} className="block font-normal text-ink-soft italic">
      <span className="line-clamp-3 wrap-anywhere">
        {cut && '… '}
        <VisibleText text={live.text.slice(-SHOWN)} />
      </span>
    </span>
  );
}

/** Time taken or being taken, cost and tokens. */
function Spent({ mark }: { mark: StepMark }) {
  const t = useTranslations('live.mark');
  const units = useUnits();
  const open = mark.status === 'running' || mark.status === 'retrying';
  const now = useSecond(open);
  const ended = mark.endedAt ? Date.parse(mark.endedAt) : open ? now : null;
  const shows = mark.startedAt !== null && ended !== null && mark.status !== 'skipped' && mark.times === 1;
  return (
    <>
      {shows && units.duration(Math.max(0, ended - Date.parse(mark.startedAt ?? '')))}
      {mark.cost !== null && (
        <span className="block" data-cost>
          <Cost cost={mark.cost} />
        </span>
      )}
      {mark.tokens !== null && <span className="block">{t('tokens', { tokens: mark.tokens })}</span>}
    </>
  );
}
