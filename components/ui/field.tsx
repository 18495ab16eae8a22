'use client';
import { Slot } from 'radix-ui';
import { useId, type ReactElement, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';
import { Label } from '#components/ui/label.tsx';

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, said so that it can be put right. */
  error?: ReactNode;
  required?: boolean;
  /** Small things at the right of the label, e.g. a badge. */
  aside?: ReactNode;
  className?: string;
  id?: string;
  /** The one control; receives id, aria-describedby and aria-invalid. */
  children: ReactElement;
};

/** Label, control, hint and error, wired together for screen readers. */
export function Field({ label, hint, error, required, aside, className, id, children }: FieldProps) {
  const t = useTranslations('common.ui');
  const own = useId();
  const controlId = id ?? own;
  const described = [hint ? `${controlId}-hint` : '', error ? `${controlId}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <Label htmlFor={controlId}>
          {label}
          {required === false && <span className="ml-1.5 font-normal text-ink-faint">{t('optional')}</span>}
        </Label>
        {aside}
      </div>
      <Slot.Root
        id={controlId}
        aria-describedby={described || undefined}
        aria-invalid={error ? true : undefined}
        aria-required={required || undefined}
      >
        {children}
      </Slot.Root>
      {hint && (
        <p id={`${controlId}-hint`} className="text-sm text-ink-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${controlId}-error`} className="text-sm text-danger" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
