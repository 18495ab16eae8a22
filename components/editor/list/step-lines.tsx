'use client';
import { CornerDownRight, Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useList } from '#components/editor/list/list-context.ts';
import type { OutlineBranch, OutlineStep } from '#components/editor/list/outline.ts';
import { StepLine } from '#components/editor/list/step-line.tsx';
import { whereInto } from '#components/editor/list/where.ts';
import { Button } from '#components/ui/button.tsx';

/** Steps in the order they run; what follows an output of its own is a list inside of the step. */
export function StepLines({ steps, label }: { steps: readonly OutlineStep[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col gap-2">
      {steps.map((step) => (
        <li key={step.id}>
          <StepLine step={step} />
          {step.branches.map((branch) => (
            <Branch key={`${branch.port.id}:${branch.part?.at ?? 0}`} step={step} branch={branch} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function Branch({ step, branch }: { step: OutlineStep; branch: OutlineBranch }) {
  const t = useTranslations('list');
  const hands = useList();
  const name = hands.facts.get(step.id)?.card.name ?? step.id;
  const port = branch.port.title || branch.port.id;
  const title = branch.part ? t('part', { port, ...branch.part }) : port;
  const onward = step.onward.some((way) => way.port.id === branch.port.id);
  return (
    <section aria-label={t('branch', { port: title, name })} className="mt-2 ml-4 border-l-2 border-line pl-3 sm:ml-7">
      <div className="mb-1.5 flex items-center gap-1.5 text-sm text-ink-soft">
        <CornerDownRight className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
        <span className="min-w-0 truncate font-medium">
          <bdi>{title}</bdi>
        </span>
        {branch.steps.length === 0 && !onward && <span className="text-ink-faint">{t('endsHere')}</span>}
        <Button
          variant="ghost"
          size="sm"
          className="ml-auto min-h-9 md:min-h-7"
          tabIndex={hands.current === step.id ? 0 : -1}
          aria-label={t('addInto', { port: title, name })}
          onClick={() => hands.add(whereInto(hands.flow, step, branch))}
        >
          <Plus aria-hidden />
          {t('add')}
        </Button>
      </div>
      {branch.steps.length > 0 && <StepLines steps={branch.steps} label={t('branch', { port: title, name })} />}
    </section>
  );
}
