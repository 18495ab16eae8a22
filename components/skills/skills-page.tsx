'use client';
import { useQuery } from '@tanstack/react-query';
import { GraduationCap, Upload } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslations } from 'use-intl';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { PackRow } from '#components/skills/pack-row.tsx';
import { useSkillActions } from '#components/skills/use-skills.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';

const MOST_BYTES = 1024 * 1024;

/** Skill packs: uploaded, read whole and switched on as they were read. */
export function SkillsPage() {
  const t = useTranslations('admin.skills');
  const list = useQuery(useTRPC().skills.list.queryOptions());
  const mayChange = useRight('admin');
  const [open, setOpen] = useState<string | null>(null);
  const { take, busy } = useUpload(setOpen);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={mayChange ? drop : undefined}>
      <Page
        before={<SettingsNav />}
        title={t('title')}
        lead={t('lead')}
        actions={mayChange && <UploadButton busy={busy} onFile={take} />}
      >
        {list.isPending ? (
          <SkeletonRows />
        ) : !list.data ? (
          <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />
        ) : (
          <Card>
            {list.data.length === 0 ? (
              <EmptyState icon={GraduationCap} title={t('none')}>
                {t('noneHelp')}
                <GuideLink to="skills" />
              </EmptyState>
            ) : (
              <ul className="divide-y divide-line" aria-label={t('title')}>
                {list.data.map((pack) => (
                  <PackRow
                    key={pack.name}
                    pack={pack}
                    isOpen={open === pack.name}
                    onToggle={() => setOpen(open === pack.name ? null : pack.name)}
                  />
                ))}
              </ul>
            )}
          </Card>
        )}
        {mayChange && <p className="mt-3 text-sm text-ink-faint">{t('uploadHelp')}</p>}
      </Page>
    </div>
  );
}

function useUpload(onTaken: (name: string) => void) {
  const t = useTranslations('admin.skills');
  const { upload } = useSkillActions();
  const take = (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return void toast.error(t('tooLarge'));
    const reader = new FileReader();
    reader.onload = () => {
      const data = typeof reader.result === 'string' ? reader.result.slice(reader.result.indexOf(',') + 1) : '';
      upload.mutate(
        { data },
        {
          onSuccess: ({ name }) => {
            toast.success(t('uploaded', { name }));
            onTaken(name);
          },
        },
      );
    };
    reader.onerror = () => void toast.error(messageOf(reader.error));
    reader.readAsDataURL(file);
  };
  return { take, busy: upload.isPending };
}

function UploadButton({ busy, onFile }: { busy: boolean; onFile: (file: File | undefined) => void }) {
  const t = useTranslations('admin.skills');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="primary" busy={busy} onClick={() => input.current?.click()}>
        <Upload aria-hidden />
        {t('upload')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-label={t('upload')}
        accept=".zip,.md"
        onChange={({ target }) => {
          onFile(target.files?.[0]);
          target.value = '';
        }}
      />
    </>
  );
}
