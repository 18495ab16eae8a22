'use client';
import { X } from 'lucide-react';
import { Dialog as DialogPrimitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { overlayClasses } from '#components/ui/panel.ts';
import { useFocusBack } from '#components/ui/use-focus-back.ts';

export const Sheet = DialogPrimitive.Root;
export const SheetTrigger = DialogPrimitive.Trigger;

export type SheetContentProps = Omit<ComponentProps<typeof DialogPrimitive.Content>, 'title'> & {
  title: ReactNode;
  description?: ReactNode;
  side?: 'right' | 'bottom';
  footer?: ReactNode;
};

/** A panel from the side (from below on phones). */
export function SheetContent({
  title,
  description,
  side = 'right',
  footer,
  className,
  children,
  ...props
}: SheetContentProps) {
  const t = useTranslations('common.ui');
  const focus = useFocusBack(props);
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className={overlayClasses} />
      <DialogPrimitive.Content
        className={cn(
          'fixed z-50 flex flex-col border-line bg-raised text-ink shadow-xl outline-none',
          side === 'right'
            ? 'inset-y-0 right-0 w-full max-w-lg border-l data-[state=open]:animate-slide max-sm:max-w-none'
            : 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-2xl border-t data-[state=open]:animate-rise',
          className,
        )}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...props}
        {...focus}
      >
        <header className="border-b border-line py-4 pr-14 pl-5">
          <div className="min-w-0">
            <DialogPrimitive.Title className="text-lg font-semibold wrap-anywhere">{title}</DialogPrimitive.Title>
            {description && (
              <DialogPrimitive.Description className="mt-0.5 text-base text-ink-soft wrap-anywhere">
                {description}
              </DialogPrimitive.Description>
            )}
          </div>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
        )}
        <DialogPrimitive.Close asChild>
          <Button variant="ghost" size="iconSm" aria-label={t('close')} className="absolute top-3.5 right-3.5">
            <X aria-hidden />
          </Button>
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}
