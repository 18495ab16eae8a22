'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useRoundLook } from '#components/editor/canvas/round-look.ts';
import type { StepMark } from '#components/editor/model/run-overlay.ts';

export type RoundPickerProps = { name: string; mark: StepMark };

/** At the foot of a loop's card: how far it has come, and which of its rounds the cards inside of it show. */
export function RoundPicker({ name, mark }: RoundPickerProps) {
  const t = useTranslations('live.loop');
  const look = useRoundLook();
  const { loop, iteration: outer } = mark;
  if (!loop || loop.begun === 0) return null;
  const { begun, over, failed, total, chosen } = loop;
  const go = (index: number | null) => look?.(mark.node, index === null ? null : { outer, index });
  return (
    <div className="nodrag nopan flex min-h-8 flex-wrap items-center gap-x-1 border-t border-line px-2 text-xs text-ink-soft">
      <span className="tabular px-1" data-rounds>
        {total === null ? t('over', { over }) : t('overOf', { over, total })}
        {failed > 0 && <span className="text-danger"> · {t('failed', { failed })}</span>}
      </span>
      {look && (
        <span role="group" aria-label={t('look', { name })} className="ml-auto flex items-center">
          <Turn label={t('previous')} disabled={chosen === null || chosen === 0} onPress={() => go((chosen ?? 1) - 1)}>
            <ChevronLeft className="size-3.5" aria-hidden />
          </Turn>
          <button
            type="button"
            aria-pressed={chosen !== null}
            className="tabular min-h-6 min-w-14 cursor-pointer rounded-sm px-1 font-medium text-ink hover:bg-hover"
            onClick={() => go(chosen === null ? 0 : null)}
          >
            {chosen === null ? t('all') : t('round', { round: chosen + 1 })}
          </button>
          <Turn
            label={t('next')}
            disabled={chosen !== null && chosen >= begun - 1}
            onPress={() => go(chosen === null ? 0 : chosen + 1)}
          >
            <ChevronRight className="size-3.5" aria-hidden />
          </Turn>
        </span>
      )}
    </div>
  );
}

function Turn(props: { label: string; disabled: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={props.label}
      aria-disabled={props.disabled}
      className="grid size-6 cursor-pointer place-items-center rounded-sm hover:bg-hover aria-disabled:cursor-default aria-disabled:opacity-40"
      onClick={() => {
        if (!props.disabled) props.onPress();
      }}
    >
      {props.children}
    </button>
  );
}
