'use client';
import { BookOpen } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { setParams } from '#components/editor/model/commands.ts';
import { dropDeadEdges } from '#components/editor/model/edge-commands.ts';
import { useTheirWords } from '#components/texts/sentences.ts';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { examplesOf } from '#nodes/examples/index.ts';

/** Examples of a step, each to be put into its form, and the way to its page. Loaded when somebody looks. */
export function StepHelp({ node }: { node: FlowNode }) {
  const t = useTranslations('docs.help');
  const words = useTheirWords();
  const { editor } = useEditor();
  const use = (params: Record<string, Json>) => {
    // An example leaves open what only its author can know: what is chosen already stays.
    const filled = Object.fromEntries(
      Object.entries(params).filter(([name, value]) => value !== '' || !node.params[name]),
    );
    const changed = setParams(editor.flow(), node.id, filled);
    editor.change(dropDeadEdges(changed, node.id, editor.catalogue));
    toast.success(t('used'));
  };
  return (
    <div className="mt-2 flex flex-col gap-2">
      <h3 className="text-sm font-medium text-ink-soft">{t('examples')}</h3>
      <ul className="flex flex-col gap-1.5">
        {examplesOf(node.type).map(({ title, params }) => (
          <li key={title} className="flex items-center justify-between gap-2 rounded-lg border border-line px-3 py-1.5">
            <span className="min-w-0 text-sm text-ink">{words(title)}</span>
            <Button
              size="sm"
              className="shrink-0"
              aria-label={`${t('use')}: ${words(title)}`}
              onClick={() => use(params)}
            >
              {t('use')}
            </Button>
          </li>
        ))}
      </ul>
      <Link
        href={`/docs/steps/${node.type}`}
        target="_blank"
        className="inline-flex items-center gap-1.5 self-start rounded-sm text-sm text-accent-text hover:underline"
      >
        <BookOpen className="size-3.5" aria-hidden />
        {t('more')}
      </Link>
    </div>
  );
}
