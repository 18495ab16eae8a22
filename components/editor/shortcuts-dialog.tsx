'use client';
import { KeyList } from '#components/editor/key-list.tsx';
import { useEditor } from '#components/editor/editor-context.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';

const TEXT = { title: 'Keyboard', description: 'While the canvas has the focus.' };

/** What the keys of the canvas do. */
export function ShortcutsDialog() {
  const { ui } = useEditor();
  return (
    <Dialog open onOpenChange={(stays) => !stays && ui.patch({ dialog: null })}>
      <DialogContent title={TEXT.title} description={TEXT.description} wide>
        <KeyList />
      </DialogContent>
    </Dialog>
  );
}
