'use client';
import { SHORTCUTS } from '#components/editor/canvas/shortcuts.ts';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

/** What the keys of the canvas do. */
export function ShortcutsDialog() {
  const { ui } = useEditor();
  const open = useUi((state) => state.dialog === 'shortcuts');
  return (
    <Dialog open={open} onOpenChange={(stays) => !stays && ui.patch({ dialog: null })}>
      <DialogContent title="Keyboard" description="While the canvas has the focus.">
        <dl className="flex flex-col gap-1.5 pb-3">
          {SHORTCUTS.map(({ keys, does }) => (
            <div key={does} className="flex items-center justify-between gap-4">
              <dt className="text-base text-ink-soft">{does}</dt>
              <dd className="flex shrink-0 gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
