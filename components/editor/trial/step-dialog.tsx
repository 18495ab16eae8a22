'use client';
import { X } from 'lucide-react';
import { Dialog as DialogPrimitive } from 'radix-ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { focusCard } from '#components/editor/canvas/focus-card.ts';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { InspectorBody } from '#components/editor/inspector/inspector-body.tsx';
import { inspected } from '#components/editor/store/actions.ts';
import { InputColumn } from '#components/editor/trial/input-column.tsx';
import { OutputColumn } from '#components/editor/trial/output-column.tsx';
import { useIsNarrow } from '#components/editor/trial/use-is-narrow.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { overlayClasses } from '#components/ui/panel.ts';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import type { FlowNode } from '#lib/flow.ts';

/** One step, whole: what comes in, its settings, what it gives. Three columns, or tabs where there is no room for them. */
export function StepDialog() {
  const t = useTranslations('trial.step');
  const { editor, ui } = useEditor();
  const node = useDoc(({ present }) => inspected(present.flow, present.selection));
  if (!node) return null;
  return (
    <DialogPrimitive.Root open onOpenChange={(open) => !open && ui.patch({ step: false })}>
      <DialogPrimitive.Portal>
        <DialogPrimitive.Overlay className={overlayClasses} />
        <DialogPrimitive.Content
          aria-describedby={undefined}
          data-inspector
          onCloseAutoFocus={(event) => {
            // Back to the card; in the list the line that opened it gets the focus by itself.
            if (!document.querySelector('.flow-canvas')) return;
            event.preventDefault();
            focusCard(node.id);
          }}
          onEscapeKeyDown={(event) => {
            // It closes what is offered at the field first.
            if (document.activeElement?.hasAttribute('aria-activedescendant')) event.preventDefault();
          }}
          className="fixed inset-2 z-50 flex flex-col overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-xl outline-none sm:inset-6 data-[state=open]:animate-rise"
        >
          <DialogPrimitive.Title className="sr-only">{t('title', { name: node.name })}</DialogPrimitive.Title>
          <Columns key={node.id} node={node} isTrigger={editor.catalogue[node.type]?.kind === 'trigger'} />
          <DialogPrimitive.Close asChild>
            <Button variant="ghost" size="iconSm" aria-label={t('close')} className="absolute top-3 right-3">
              <X aria-hidden />
            </Button>
          </DialogPrimitive.Close>
        </DialogPrimitive.Content>
      </DialogPrimitive.Portal>
    </DialogPrimitive.Root>
  );
}

const PANEL = 'flex min-h-0 min-w-0 flex-1 flex-col';

function Columns({ node, isTrigger }: { node: FlowNode; isTrigger: boolean }) {
  const t = useTranslations('trial.step');
  const narrow = useIsNarrow();
  const [tab, setTab] = useState('form');
  const form = <InspectorBody node={node} inSheet />;
  if (!narrow) {
    const columns = isTrigger ? 'grid-cols-2' : 'grid-cols-[1fr_1.15fr_1fr]';
    return (
      <div className={cn('grid min-h-0 flex-1 divide-x divide-line', columns)}>
        {!isTrigger && <InputColumn node={node} />}
        <section aria-label={t('form')} className={PANEL}>
          {form}
        </section>
        <OutputColumn node={node} />
      </div>
    );
  }
  return (
    <Tabs value={tab} onValueChange={setTab} className={PANEL}>
      <TabsList className="shrink-0 px-4 pr-14">
        {!isTrigger && <TabsTrigger value="input">{t('input')}</TabsTrigger>}
        <TabsTrigger value="form">{t('formTab')}</TabsTrigger>
        <TabsTrigger value="output">{t('output')}</TabsTrigger>
      </TabsList>
      <TabsContent value="input" className={PANEL}>
        <InputColumn node={node} onPicked={() => setTab('form')} />
      </TabsContent>
      {/* Kept, so that a field still knows where the cursor was while a value is picked for it. */}
      <TabsContent value="form" forceMount className={cn(PANEL, 'data-[state=inactive]:hidden')}>
        {form}
      </TabsContent>
      <TabsContent value="output" className={PANEL}>
        <OutputColumn node={node} />
      </TabsContent>
    </Tabs>
  );
}
