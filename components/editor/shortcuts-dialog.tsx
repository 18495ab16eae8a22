'use client';
import { useTranslations } from 'use-intl';
import { KeyList } from '#components/editor/key-list.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';

/** What the keys of the canvas do. */
export function ShortcutsDialog() {
  const t = useTranslations('drawing.canvas');
  const { ui } = useEditor();
  return (
    <Dialog open onOpenChange={(stays) => !stays && ui.patch({ dialog: null })}>
      <DialogContent title={t('keyboard')} description={t('keyboardWhen')} wide>
        <KeyList />
      </DialogContent>
    </Dialog>
  );
}
