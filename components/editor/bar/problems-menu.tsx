'use client';
import { useReactFlow } from '@xyflow/react';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { glide } from '#components/editor/canvas/glide.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { findNode } from '#components/editor/model/graph.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { useStore } from '#components/editor/store/store.ts';
import { focusField } from '#components/editor/store/ui.ts';
import { Button } from '#components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import type { Problem } from '#lib/plan.ts';

const SETTINGS = new Set(['retry', 'timeout', 'onError', 'disabled', 'note', 'settings']);

function useJump() {
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  return (problem: Problem) => {
    const node = problem.node === undefined ? undefined : findNode(editor.flow(), problem.node);
    if (!node) return;
    editor.select(selectNodes([node.id]));
    // A little to the left: the inspector covers the right side.
    const x = node.position.x + CARD.width / 2 + (window.innerWidth > 900 ? 150 : 0);
    void view.setCenter(x, node.position.y + CARD.height / 2, { zoom: Math.max(view.getZoom(), 0.8), ...glide(180) });
    const [field = ''] = (problem.field ?? '').replace(/^params\./, '').split(/[.[]/);
    const isSetting = SETTINGS.has(field);
    focusField(ui, field === '' || isSetting ? null : field, isSetting ? 'settings' : 'params');
  };
}

/** How many problems there are; opens to a list whose entries lead to the field. */
export function ProblemsMenu() {
  const t = useTranslations('editor.problems');
  const { editor } = useEditor();
  const problems = useStore(editor.problems, (value) => value);
  const [open, setOpen] = useState(false);
  const jumped = useRef(false);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (problems.length === 0) return null;
  const count = problems.length;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          aria-label={t('count', { count })}
          className={errors > 0 ? 'px-2 text-danger' : 'px-2 text-wait'}
        >
          {errors > 0 ? <CircleAlert aria-hidden /> : <TriangleAlert aria-hidden />}
          <span className="tabular">{count}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={t('title')}
        className="w-96 max-w-[calc(100vw-1rem)] p-0"
        onCloseAutoFocus={(event) => {
          // The focus goes to the field, not back to the button.
          if (jumped.current) event.preventDefault();
          jumped.current = false;
        }}
      >
        <h2 className="px-3.5 pt-3 pb-1 text-sm font-medium text-ink-soft">{t('toMend', { count })}</h2>
        <ProblemList
          problems={problems}
          onJump={() => {
            jumped.current = true;
            setOpen(false);
          }}
        />
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
