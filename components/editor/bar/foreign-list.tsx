'use client';
import { ShieldQuestion } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { confirmForeign, foreignIn, type Foreign } from '#components/editor/model/unconfirmed.ts';
import { Button } from '#components/ui/button.tsx';

const MOST = 400;

/** What nobody here has confirmed in the open flow. */
export function useForeign(): Foreign[] {
  const { editor } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  return useMemo(() => foreignIn(flow, editor.catalogue), [flow, editor]);
}

/** The literals of pasted steps, each with where it leads, for a person to vouch for. */
export function ForeignList({ foreign }: { foreign: readonly Foreign[] }) {
  const t = useTranslations('drawing.foreign');
  const { editor } = useEditor();
  return (
    <section aria-labelledby="foreign" className="border-t border-line p-4">
      <h3 id="foreign" className="flex items-center gap-2 text-base font-medium">
        <ShieldQuestion className="size-4 text-wait" aria-hidden />
        {t('title')}
      </h3>
      <p className="mt-1 text-sm text-ink-soft">{t('why')}</p>
      <dl className="mt-2 flex max-h-48 flex-col gap-2 overflow-y-auto">
        {foreign.map(({ node, field, title, text }) => (
          <div key={`${node.id}.${field}`} className="text-sm">
            <dt className="text-ink-faint">
              <bdi>{node.name}</bdi> · {title}
            </dt>
            <dd className="font-mono wrap-anywhere">
              <VisibleText text={text.slice(0, MOST)} />
            </dd>
          </div>
        ))}
      </dl>
      <Button size="sm" className="mt-3" onClick={() => editor.change(confirmForeign(editor.flow()))}>
        {t('confirm')}
      </Button>
    </section>
  );
}
