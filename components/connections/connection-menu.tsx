'use client';
import { Pencil, TextCursorInput, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';

export type ConnectionMenuProps = {
  onChoose: (what: 'rename' | 'edit' | 'remove') => void;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** What can be done to a connection. */
export function ConnectionMenu({ onChoose, defaultOpen, children }: ConnectionMenuProps) {
  const t = useTranslations('connections.connectionRow');
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onChoose('rename')}>
          <TextCursorInput aria-hidden />
          {t('rename')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onChoose('edit')}>
          <Pencil aria-hidden />
          {t('edit')}
        </DropdownMenuItem>
        <DropdownMenuItem danger onSelect={() => onChoose('remove')}>
          <Trash2 aria-hidden />
          {t('delete')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
