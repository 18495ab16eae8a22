'use client';
import { TextCursorInput, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';

export type ChatMenuProps = {
  onChoose: (what: 'rename' | 'remove') => void;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** What can be done to a chat. */
export function ChatMenu({ onChoose, defaultOpen, children }: ChatMenuProps) {
  const t = useTranslations('chat.list');
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => onChoose('rename')}>
          <TextCursorInput aria-hidden />
          {t('rename')}
        </DropdownMenuItem>
        <DropdownMenuItem danger onSelect={() => onChoose('remove')}>
          <Trash2 aria-hidden />
          {t('remove')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
