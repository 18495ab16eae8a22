'use client';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { fileOf, inputOf, type AuditChoice } from '#components/audit/audit-choice.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPCClient } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import type { AuditView } from '#lib/views-admin.ts';

const PAGE = 1000;

/** Fetches all rows of the filter page by page and hands them over as a file; can be cancelled on the way. */
export function ExportButton({ choice }: { choice: AuditChoice }) {
  const t = useTranslations('admin.audit');
  const client = useTRPCClient();
  const [fetched, setFetched] = useState<number | null>(null);
  const stopped = useRef(false);
  const run = async (format: 'csv' | 'jsonl') => {
    stopped.current = false;
    setFetched(0);
    try {
      const rows: AuditView[] = [];
      for (let cursor: number | null = null; !stopped.current;) {
        const page: { items: AuditView[]; next: number | null } = await client.audit.list.query({
          ...inputOf(choice),
          limit: PAGE,
          ...(cursor === null ? {} : { cursor }),
        });
        rows.push(...page.items);
        setFetched(rows.length);
        cursor = page.next;
        if (cursor === null) return saveFile(fileOf(rows, format), `hearth-audit.${format}`);
      }
    } catch (error) {
      toast.error(messageOf(error));
    } finally {
      setFetched(null);
    }
  };
  if (fetched !== null) {
    return (
      <Button onClick={() => (stopped.current = true)}>
        <span role="status">{t('exporting', { count: fetched })}</span>
      </Button>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <Download aria-hidden />
          {t('export')}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => void run('csv')}>{t('csv')}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void run('jsonl')}>{t('jsonl')}</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
