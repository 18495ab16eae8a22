'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { useTRPC } from '#components/live/trpc.tsx';
import { useTheirWords } from '#components/texts/sentences.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { RunCard } from '#lib/views-runs.ts';

/** The flow's last runs, tests and production alike; the chosen one is laid over the drawing. */
export function RunsMenu() {
  const t = useTranslations('editor.run');
  const { flowId, ui } = useEditor();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const runs = useQuery(trpc.runs.list.queryOptions({ flowId, limit: 20 }));
  const follow = useUi((state) => state.follow);
  const shown = useUi((state) => state.runId);
  const newest = runs.data?.items[0]?.id;
  useEffect(() => {
    if (follow && newest) ui.patch({ runId: newest });
  }, [follow, newest, ui]);
  const choose = (runId: string | null) => {
    ui.patch({ runId, follow: false });
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" className="px-2.5">
          <History aria-hidden /> {t('menu')} <ChevronDown aria-hidden className="size-3.5" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t('of')} className="w-80 p-0">
        <label className="flex cursor-pointer items-center justify-between gap-3 border-b border-line px-3.5 py-2.5 text-base">
          {t('follow')}
          <Switch
            checked={follow}
            onCheckedChange={(on) => ui.patch({ follow: on, ...(on ? {} : { runId: shown }) })}
          />
        </label>
        {runs.data?.items.length === 0 && <p className="px-3.5 py-4 text-sm text-ink-faint">{t('never')}</p>}
        <ul className="max-h-80 overflow-y-auto p-1.5">
          {runs.data?.items.map((run) => (
            <RunChoice key={run.id} run={run} chosen={run.id === shown} onChoose={() => choose(run.id)} />
          ))}
        </ul>
        {shown && (
          <div className="border-t border-line p-1.5">
            <Button variant="ghost" size="sm" className="w-full" onClick={() => choose(null)}>
              {t('alone')}
            </Button>
          </div>
        )}
      </PopoverContent>
    </Popover>
  );
}

function RunChoice({ run, chosen, onChoose }: { run: RunCard; chosen: boolean; onChoose: () => void }) {
  const words = useTheirWords();
  const t = useTranslations('editor.run');
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        className={cn(
          'flex w-full cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover',
          chosen && 'bg-hover',
        )}
        onClick={onChoose}
      >
        <StatusIcon status={run.status} />
        <span className="min-w-0 flex-1 truncate text-base">
          <TimeAgo at={run.createdAt} />
          {run.error && <span className="block truncate text-xs text-ink-faint">{words(run.error)}</span>}
        </span>
        {run.mode === 'test' && <Badge tone="outline">{t('mark')}</Badge>}
      </button>
    </li>
  );
}
