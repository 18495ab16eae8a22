'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as SelectPrimitive } from 'radix-ui';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';
import { selectClasses } from '#components/ui/input.tsx';
import type { SelectProps } from '#components/ui/select.tsx';

/** The whole of a `Select`: its button and its list, by Radix. Values must not be empty text (kept for "nothing chosen"). */
export function SelectList({ value, onValueChange, options, placeholder, className, disabled, ...props }: SelectProps) {
  const t = useTranslations('common.ui');
  return (
    <SelectPrimitive.Root defaultOpen value={value ?? ''} onValueChange={onValueChange} disabled={disabled}>
      {/* It takes the place of a button that had the focus: keys pressed until the list has it must not be lost. */}
      <SelectPrimitive.Trigger autoFocus className={cn(selectClasses, className)} {...props}>
        <SelectPrimitive.Value placeholder={placeholder ?? t('choose')} />
        <SelectPrimitive.Icon asChild>
          <ChevronDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
        </SelectPrimitive.Icon>
      </SelectPrimitive.Trigger>
      <SelectPrimitive.Portal>
        <SelectPrimitive.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line bg-raised p-1 text-ink shadow-lg data-[state=open]:animate-pop"
        >
          <SelectPrimitive.Viewport>
            {options.map((option) => (
              <SelectPrimitive.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className="relative flex cursor-pointer items-start gap-2 rounded-md py-1.5 pr-8 pl-2.5 text-base outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-hover"
              >
                <span className="flex min-w-0 flex-col">
                  <SelectPrimitive.ItemText>{option.title}</SelectPrimitive.ItemText>
                  {option.hint && <span className="text-sm text-ink-faint">{option.hint}</span>}
                </span>
                <SelectPrimitive.ItemIndicator className="absolute top-2 right-2">
                  <Check className="size-4 text-accent-text" aria-hidden />
                </SelectPrimitive.ItemIndicator>
              </SelectPrimitive.Item>
            ))}
          </SelectPrimitive.Viewport>
        </SelectPrimitive.Content>
      </SelectPrimitive.Portal>
    </SelectPrimitive.Root>
  );
}
