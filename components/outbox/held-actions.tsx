'use client';
import { useTranslations } from 'use-intl';
import { useOutbox } from '#components/outbox/use-outbox.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';

/** Cancel and send now. `name`: which message, for those who do not see where the buttons stand. */
export function HeldActions({ id, name }: { id: string; name: string }) {
  const t = useTranslations('outbox.held');
  const mayCancel = useRight('run');
  const maySend = useRight('approve');
  const { cancel, send } = useOutbox();
  return (
    <div className="flex gap-2">
      {mayCancel && (
        <Button
          size="sm"
          variant="danger"
          busy={cancel.isPending}
          aria-label={t('cancelNamed', { name })}
          onClick={() => cancel.mutate({ id })}
        >
          {t('cancel')}
        </Button>
      )}
      {maySend && (
        <Button
          size="sm"
          busy={send.isPending}
          aria-label={t('sendNamed', { name })}
          onClick={() => send.mutate({ id })}
        >
          {t('send')}
        </Button>
      )}
    </div>
  );
}
