'use client';
import { ChevronDown } from 'lucide-react';
import { useRef, useState, type ComponentProps, type ComponentType, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';
import { selectClasses } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';

export type SelectOption = { value: string; title: string; hint?: string; disabled?: boolean };

export type SelectProps = Omit<ComponentProps<'button'>, 'value' | 'onChange' | 'dir'> & {
  value: string | undefined;
  onValueChange: (value: string) => void;
  options: SelectOption[];
  placeholder?: string;
};

const OPENING_KEYS = ['Enter', ' ', 'ArrowDown', 'ArrowUp'];

const loadList = () => import('#components/ui/select-list.tsx').then((module) => module.SelectList);

/** Picks one of a few. What shows the list is loaded when somebody first comes near. */
export function Select(props: SelectProps) {
  const t = useTranslations('common.ui');
  const [List, setList] = useState<ComponentType<SelectProps> | null>(null);
  const byTouch = useRef(false);
  if (List) return <List {...props} />;
  const { value, onValueChange: _choose, options, placeholder, className, ...button } = props;
  const chosen = options.find((option) => option.value === value);
  const fetchAhead = () => void loadList().catch(() => undefined);
  const open = () =>
    void loadList().then(
      (list) => setList(() => list),
      () => toast.error(t('notLoaded')),
    );
  const onKeyDown = (event: KeyboardEvent) => {
    if (!OPENING_KEYS.includes(event.key)) return;
    event.preventDefault();
    open();
  };
  return (
    <button
      {...button}
      type="button"
      role="combobox"
      aria-expanded={false}
      aria-autocomplete="none"
      data-placeholder={chosen ? undefined : ''}
      className={cn(selectClasses, className)}
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      onKeyDown={onKeyDown}
      // A mouse opens when it is pressed, a finger when it is lifted: it may be scrolling. A label only brings the focus.
      onPointerDown={(event) => {
        byTouch.current = event.pointerType !== 'mouse';
        if (event.pointerType === 'mouse' && event.button === 0 && !event.ctrlKey) open();
      }}
      onClick={() => {
        if (byTouch.current) open();
        byTouch.current = false;
      }}
    >
      <span>{chosen?.title ?? placeholder ?? t('choose')}</span>
      <ChevronDown className="size-4 shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
}
