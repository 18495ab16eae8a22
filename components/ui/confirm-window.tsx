'use client';
import { AlertDialog } from 'radix-ui';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import type { ConfirmDialogProps } from '#components/ui/confirm-dialog.tsx';
import { overlayClasses } from '#components/ui/panel.ts';
import { useFocusBack } from '#components/ui/use-focus-back.ts';

/** The window of a `ConfirmDialog`. */
export function ConfirmWindow(props: ConfirmDialogProps) {
  const t = useTranslations('common.ui');
  const focus = useFocusBack({});
  const {
    open,
    onOpenChange,
    title,
    description,
    confirm,
    cancel = t('cancel'),
    danger,
    busy,
    disabled,
    onConfirm,
    children,
  } = props;
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={overlayClasses} />
        <AlertDialog.Content
          {...focus}
          className="fixed z-50 rounded-t-2xl border border-line bg-raised p-5 text-ink shadow-xl outline-none max-sm:inset-x-0 max-sm:bottom-0 sm:top-1/2 sm:left-1/2 sm:w-[calc(100vw-2rem)] sm:max-w-md sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl data-[state=open]:animate-rise"
        >
          <AlertDialog.Title className="text-lg font-semibold wrap-anywhere">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-base text-ink-soft wrap-anywhere">
            {description}
          </AlertDialog.Description>
          {children && <div className="mt-4">{children}</div>}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{cancel}</Button>
            </AlertDialog.Cancel>
            <Button variant={danger ? 'dangerSolid' : 'primary'} busy={busy} disabled={disabled} onClick={onConfirm}>
              {confirm}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
