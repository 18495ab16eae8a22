'use client';
import { X } from 'lucide-react';
import { Dialog as DialogPrimitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { overlayClasses } from '#components/ui/panel.ts';
import { useFocusBack } from '#components/ui/use-focus-back.ts';

export const Dialog = DialogPrimitive.Root;

export type DialogContentProps = Omit<ComponentProps<typeof DialogPrimitive.Content>, 'title'> & {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
};

/** A window over the page: title, optional explanation, body, buttons. A bottom sheet on phones. */
export function DialogContent({ title, description, footer, wide, className, children, ...props }: DialogContentProps) {
  const t = useTranslations('common.ui');
  const focus = useFocusBack(props);
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className={overlayClasses} />
      <DialogPrimitive.Content
        className={cn(
          'fixed z-50 flex max-h-[90dvh] flex-col rounded-t-2xl border border-line bg-raised text-ink shadow-xl outline-none max-sm:inset-x-0 max-sm:bottom-0 sm:top-1/2 sm:left-1/2 sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl data-[state=open]:animate-rise',
          wide ? 'sm:max-w-3xl' : 'sm:max-w-md',
          className,
        )}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...props}
        {...focus}
      >
        <header className="px-5 pt-5 pr-14 pb-1">
          <div className="min-w-0">
            <DialogPrimitive.Title className="text-lg font-semibold wrap-anywhere">{title}</DialogPrimitive.Title>
            {description && (
              <DialogPrimitive.Description className="mt-1 text-base text-ink-soft wrap-anywhere">
                {description}
              </DialogPrimitive.Description>
            )}
          </div>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3">{children}</div>
        {footer && <footer className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-5">{footer}</footer>}
        {/* Last in order: the focus begins at the first field, not at the way out. */}
        <DialogPrimitive.Close asChild>
          <Button variant="ghost" size="iconSm" aria-label={t('close')} className="absolute top-4 right-3.5">
            <X aria-hidden />
          </Button>
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}
