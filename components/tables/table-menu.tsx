'use client';
import { Download, Trash2, Upload } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';

export type TableMenuProps = {
  mayEdit: boolean;
  onImport: () => void;
  onExport: () => void;
  onRemove: () => void;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** What can be done to a table beyond adding to it. */
export function TableMenu({ mayEdit, onImport, onExport, onRemove, defaultOpen, children }: TableMenuProps) {
  const t = useTranslations('tables.tablePage');
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {mayEdit && (
          <DropdownMenuItem onSelect={onImport}>
            <Upload aria-hidden />
            {t('importCsv')}
          </DropdownMenuItem>
        )}
        <DropdownMenuItem onSelect={onExport}>
          <Download aria-hidden />
          {t('exportCsv')}
        </DropdownMenuItem>
        {mayEdit && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem danger onSelect={onRemove}>
              <Trash2 aria-hidden />
              {t('deleteTable')}
            </DropdownMenuItem>
          </>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
