'use client';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';

/** The new codes, this once. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useTranslations('settings.passkeys');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('codesOnce')}
        description={t('codesOnceHelp')}
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('codesKept')}
          </Button>
        }
      >
        <CodeBlock text={codes.join('\n')} label={t('codesLabel')} />
      </DialogContent>
    </Dialog>
  );
}
