'use client';
import { Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useRight } from '#components/shell/session.tsx';
import { useSkillActions } from '#components/skills/use-skills.ts';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Link } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { SkillStatus, SkillSummary } from '#lib/views-skills.ts';

const PackReader = dynamic(() => import('#components/skills/pack-reader.tsx').then((module) => module.PackReader), {
  ssr: false,
  loading: () => <SkeletonRows rows={3} />,
});

const TONES: Record<SkillStatus, BadgeTone> = { new: 'wait', changed: 'danger', on: 'good', off: 'neutral' };

export type PackRowProps = { pack: SkillSummary; isOpen: boolean; onToggle: () => void };

/** One pack: whether agents may read it, which do, and all of its text. */
export function PackRow({ pack: { name, status, description, usedBy }, isOpen, onToggle }: PackRowProps) {
  const t = useTranslations('admin.skills');
  const mayChange = useRight('admin');
  const { remove } = useSkillActions();
  const [asking, setAsking] = useState(false);
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium wrap-anywhere">{name}</span>
            <Badge tone={TONES[status]}>{t(`status.${status}`)}</Badge>
          </p>
          <p className="mt-0.5 text-sm text-ink-soft">
            <VisibleText text={description} />
          </p>
          <p className="mt-1 flex flex-wrap gap-x-2 text-sm text-ink-faint">
            {usedBy.length === 0 ? t('unused') : `${t('usedBy')} `}
            {usedBy.map(({ id, name: flow }) => (
              <Link key={id} href={`/flows/${id}`} className="text-accent-text wrap-anywhere hover:underline">
                {flow}
              </Link>
            ))}
          </p>
        </div>
        <div className="flex gap-1">
          <Button
            size="sm"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'closeNamed' : 'readNamed', { name })}
            onClick={onToggle}
          >
            {t(isOpen ? 'close' : 'read')}
          </Button>
          {mayChange && (
            <Button size="iconSm" variant="ghost" aria-label={t('delete', { name })} onClick={() => setAsking(true)}>
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      </div>
      {isOpen && <PackReader name={name} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTitle', { name })}
        description={t('deleteHelp')}
        confirm={t('deletePack')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ name }, { onSettled: () => setAsking(false) })}
      />
    </li>
  );
}
