'use client';
import { Columns3, Ellipsis, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPCClient } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import type { TableMenuProps } from '#components/tables/table-menu.tsx';
import { useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { toast } from '#components/ui/toast.ts';
import { saveFile } from '#components/ui/save-file.ts';

const TableMenu = onDemand<TableMenuProps>('menu', () =>
  import('#components/tables/table-menu.tsx').then((file) => file.TableMenu),
);

export type TableActionsProps = {
  table: { id: string; name: string };
  onAdd: () => void;
  onColumn: () => void;
  onImport: () => void;
};

/** What is done with a table as a whole. */
export function TableActions({ table, onAdd, onColumn, onImport }: TableActionsProps) {
  const t = useTranslations('tables.tablePage');
  const client = useTRPCClient();
  const router = useRouter();
  const mayEdit = useRight('edit');
  const { remove } = useTableActions();
  const [asking, setAsking] = useState(false);
  const save = () =>
    client.tables.csv.query({ id: table.id }).then(
      ({ name, csv }) => saveFile(csvFile(csv), `${name}.csv`),
      (error: unknown) => toast.error(messageOf(error)),
    );
  return (
    <>
      <TableMenu mayEdit={mayEdit} onImport={onImport} onExport={() => void save()} onRemove={() => setAsking(true)}>
        <Button size="icon" aria-label={t('more')}>
          <Ellipsis aria-hidden />
        </Button>
      </TableMenu>
      {mayEdit && (
        <>
          <Button onClick={onColumn}>
            <Columns3 aria-hidden />
            {t('addColumn')}
          </Button>
          <Button variant="primary" onClick={onAdd}>
            <Plus aria-hidden />
            {t('addRow')}
          </Button>
        </>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTheTable', { name: table.name })}
        description={t('allOfItsRows')}
        confirm={t('deleteTable')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: table.id }, { onSuccess: () => router.push('/tables') })}
      />
    </>
  );
}

function csvFile(text: string): Blob {
  // The mark tells spreadsheets that this is UTF-8.
  return new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' });
}
