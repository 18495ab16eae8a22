import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Sentence } from '#components/data/sentence.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { Flow } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';

/** What stands in the way, with the node it stands at. */
export function ProblemList({ problems, flow }: { problems: Problem[]; flow?: Flow }) {
  const t = useTranslations('flows.problems');
  const nameOf = (id: string) => flow?.nodes?.find((node) => node.id === id)?.name ?? id;
  return (
    <ul className="flex flex-col gap-2">
      {problems.map((problem, index) => (
        <li key={index} className="flex gap-2 text-base">
          {problem.severity === 'error' ? (
            <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-label={t('error')} />
          ) : (
            <TriangleAlert className="mt-0.5 size-4 shrink-0 text-wait" aria-label={t('warning')} />
          )}
          <span className="min-w-0">
            {problem.node && (
              <>
                <VisibleText text={nameOf(problem.node)} className="font-medium" />
                {problem.field && <span className="text-ink-faint"> · {problem.field}</span>}:{' '}
              </>
            )}
            <Sentence text={problem.message} />
          </span>
        </li>
      ))}
    </ul>
  );
}
