'use client';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useJump } from '#components/editor/bar/use-jump.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { findNode } from '#components/editor/model/graph.ts';
import { useStore } from '#components/editor/store/store.ts';
import { Button } from '#components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import type { Problem } from '#lib/plan.ts';

const FindingList = dynamic(
  () => import('#components/editor/bar/finding-list.tsx').then((module) => module.FindingList),
  { ssr: false },
);

/** How many problems there are; opens to a list whose entries lead to the field. */
export function ProblemsMenu() {
  const t = useTranslations('editor.problems');
  const { editor } = useEditor();
  const problems = useStore(editor.problems, (value) => value);
  const [open, setOpen] = useState(false);
  const jumped = useRef(false);
  const findings = useStore(editor.findings, (value) => value);
  const all = [...problems, ...findings.filter(({ severity }) => severity !== 'note')];
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (problems.length + findings.length === 0) return null;
  const count = all.length;
  const Icon = errors > 0 ? CircleAlert : count > 0 ? TriangleAlert : Info;
  const tone = errors > 0 ? 'px-2 text-danger' : count > 0 ? 'px-2 text-wait' : 'px-2 text-ink-faint';
  const leave = () => {
    jumped.current = true;
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          aria-label={count > 0 ? t('count', { count }) : t('notes', { count: findings.length })}
          className={tone}
        >
          <Icon aria-hidden />
          <span className="tabular">{count > 0 ? count : findings.length}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={t('title')}
        className="max-h-(--radix-popover-content-available-height) w-96 max-w-[calc(100vw-1rem)] overflow-y-auto p-0"
        onCloseAutoFocus={(event) => {
          // The focus goes to the field, not back to the button.
          if (jumped.current) event.preventDefault();
          jumped.current = false;
        }}
      >
        {problems.length > 0 && (
          <>
            <h2 className="px-3.5 pt-3 pb-1 text-sm font-medium text-ink-soft">
              {t('toMend', { count: problems.length })}
            </h2>
            <ProblemList problems={problems} onJump={leave} />
          </>
        )}
        <FindingList onJump={leave} />
      </PopoverContent>
    </Popover>
  );
}

/** Problems with their steps; each leads to its field. */
export function ProblemList({ problems, onJump }: { problems: readonly Problem[]; onJump: () => void }) {
  const t = useTranslations('editor.problems');
  const { editor } = useEditor();
  const jump = useJump();
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 px-3.5 py-3 text-base text-ink-soft">
        <CircleCheck className="size-4 text-good" aria-hidden /> {t('none')}
      </p>
    );
  }
  return (
    <ul className="max-h-80 overflow-y-auto p-1.5">
      {problems.map((problem, index) => {
        const isError = problem.severity === 'error';
        const Icon = isError ? CircleAlert : TriangleAlert;
        const name =
          problem.node === undefined ? t('flow') : (findNode(editor.flow(), problem.node)?.name ?? problem.node);
        return (
          <li key={index}>
            <button
              type="button"
              className="flex w-full cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => {
                onJump();
                jump(problem);
              }}
            >
              <Icon
                className={isError ? 'mt-0.5 size-4 shrink-0 text-danger' : 'mt-0.5 size-4 shrink-0 text-wait'}
                aria-label={t(isError ? 'error' : 'warning')}
              />
              <span className="min-w-0 text-base wrap-anywhere">
                <span className="font-medium">{name}</span>
                <span className="block text-sm text-ink-soft">{problem.message}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
