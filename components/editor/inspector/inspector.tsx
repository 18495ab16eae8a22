'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { InspectorBody } from '#components/editor/inspector/inspector-body.tsx';
import { useInView } from '#components/editor/inspector/use-in-view.ts';
import { useIsPhone } from '#components/editor/use-is-phone.ts';
import { useDoc, useEditor, useUi } from '#components/editor/editor-context.tsx';
import { inspected } from '#components/editor/store/actions.ts';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';

/** The settings of the selected step: beside the canvas, or a sheet from below on a phone. */
export function Inspector() {
  const t = useTranslations('inspector.panel');
  const { editor, ui } = useEditor();
  const node = useDoc(({ present }) => inspected(present.flow, present.selection));
  const open = useUi((state) => state.inspector && !state.step);
  const focus = useUi((state) => state.focus);
  const phone = useIsPhone();
  useInView(node, !phone);
  useEffect(() => {
    if (focus.count === 0) return;
    // The form may only just be opening.
    const frame = requestAnimationFrame(() => focusOn(focus.field));
    return () => cancelAnimationFrame(frame);
  }, [focus]);
  if (!node || !open) return null;
  if (!phone) {
    return (
      <aside
        aria-label={t('of', { name: node.name })}
        data-inspector
        className="drawn-apart absolute inset-y-0 right-0 z-10 flex w-96 max-w-[calc(100%-3rem)] flex-col border-l border-line bg-surface shadow-lg"
      >
        <InspectorBody key={node.id} node={node} />
      </aside>
    );
  }
  return (
    <Sheet open onOpenChange={(stays) => ui.patch({ inspector: stays })}>
      <SheetContent
        side="bottom"
        title={editor.catalogue[node.type]?.title ?? node.type}
        className="h-[80dvh]"
        data-inspector
        onOpenAutoFocus={(event) => event.preventDefault()}
      >
        <div className="-mx-5 -my-4 flex min-h-full flex-col">
          <InspectorBody key={node.id} node={node} inSheet />
        </div>
      </SheetContent>
    </Sheet>
  );
}

function focusOn(field: string | null) {
  const root = document.querySelector('[data-inspector]');
  if (!root) return;
  const place =
    field === null
      ? root.querySelector('[data-field]:not([data-field="name"])')
      : root.querySelector(`[data-field="${CSS.escape(field)}"]`);
  place?.closest('details')?.setAttribute('open', '');
  const control = (place ?? root).querySelector<HTMLElement>(
    'input, textarea, button[role="combobox"], [role="switch"], button',
  );
  control?.focus();
  place?.scrollIntoView({ block: 'nearest' });
}
