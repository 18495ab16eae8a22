'use client';
import { ArrowDown, ArrowDownUp, ArrowUp, Filter, TextCursorInput, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { ColumnHeadProps } from '#components/tables/column-head.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { RowSort } from '#lib/views-data.ts';

export type ColumnMenuProps = Pick<
  ColumnHeadProps,
  'name' | 'fixed' | 'mayEdit' | 'onAct' | 'onLeave' | 'onOpenChange'
> & {
  direction: RowSort['direction'] | null;
  /** The button that it belongs to. */
  children: ReactElement;
};

/** What can be done with a column. It is there only while it is open. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { name, fixed, mayEdit, direction, onAct, onLeave, onOpenChange, children } = props;
  const t = useTranslations('tables.grid');
  return (
    <DropdownMenu open onOpenChange={onOpenChange}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent
        align="start"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onLeave();
        }}
      >
        <DropdownMenuItem disabled={direction === 'ascending'} onSelect={() => onAct('ascending', name)}>
          <ArrowUp aria-hidden />
          {fixed ? t('oldestFirst') : t('ascending')}
        </DropdownMenuItem>
        {!fixed && (
          <DropdownMenuItem disabled={direction === 'descending'} onSelect={() => onAct('descending', name)}>
            <ArrowDown aria-hidden />
            {t('descending')}
          </DropdownMenuItem>
        )}
        {(fixed || direction) && (
          <DropdownMenuItem onSelect={() => onAct('newest', name)}>
            <ArrowDownUp aria-hidden />
            {t('newestFirst')}
          </DropdownMenuItem>
        )}
        {!fixed && (
          <DropdownMenuItem onSelect={() => onAct('filter', name)}>
            <Filter aria-hidden />
            {t('filter')}
          </DropdownMenuItem>
        )}
        {!fixed && mayEdit && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => onAct('rename', name)}>
              <TextCursorInput aria-hidden />
              {t('rename')}
            </DropdownMenuItem>
            <DropdownMenuItem danger onSelect={() => onAct('remove', name)}>
              <Trash2 aria-hidden />
              {t('remove')}
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
