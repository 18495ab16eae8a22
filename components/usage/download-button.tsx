'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import { csvOf } from '#lib/csv.ts';

const FORGET_MS = 60_000;

/** Hands the figures of these days over as a file. */
export function DownloadButton({ days }: { days: { from: string; to: string; zone: string } }) {
  const t = useTranslations('admin.usage');
  const client = useTRPCClient();
  const [busy, setBusy] = useState(false);
  const fetchRows = async () => {
    setBusy(true);
    try {
      save(`hearth-usage-${days.from}-${days.to}.csv`, csvOf(await client.usage.rows.query(days)));
    } catch (error) {
      toast.error(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void fetchRows()}>
      <Download aria-hidden />
      {t('download')}
    </Button>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement('a');
  // The mark tells spreadsheets that this is UTF-8.
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FORGET_MS);
}
