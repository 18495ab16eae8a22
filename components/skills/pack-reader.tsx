'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useMe, useRight } from '#components/shell/session.tsx';
import { useSkillActions } from '#components/skills/use-skills.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TextDiff } from '#components/versions/text-diff.tsx';
import type { SkillDetail } from '#lib/views-skills.ts';

/** All texts of a pack, what in them to look at twice, and the way to switch on just what was read. */
export function PackReader({ name }: { name: string }) {
  const pack = useQuery(useTRPC().skills.get.queryOptions({ name }));
  if (pack.isPending) return <SkeletonRows rows={3} />;
  if (!pack.data) return <ErrorState message={messageOf(pack.error)} onRetry={() => void pack.refetch()} />;
  return (
    <div className="mt-4 flex flex-col gap-5">
      <Findings pack={pack.data} />
      <Changes pack={pack.data} />
      <Texts pack={pack.data} />
      <Switch pack={pack.data} />
    </div>
  );
}

function Findings({ pack: { findings } }: { pack: SkillDetail }) {
  const t = useTranslations('admin.skills');
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{t('findings')}</h3>
      {findings.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('noFindings')}</p>
      ) : (
        <>
          <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line" tabIndex={0}>
            {findings.map(({ file, line, kind, excerpt }, at) => (
              <li key={at} className="px-3 py-2 text-sm">
                <p>
                  <span className="font-medium text-wait">{t(`kinds.${kind}`)}</span>{' '}
                  <span className="text-ink-faint">{t('line', { file, line })}</span>
                </p>
                <p className="mt-0.5 font-mono text-xs text-ink-soft">
                  <VisibleText text={excerpt} />
                </p>
              </li>
            ))}
          </ul>
          <p className="text-sm text-ink-faint">{t('findingsHelp')}</p>
        </>
      )}
    </section>
  );
}

function Changes({ pack: { files, readFiles } }: { pack: SkillDetail }) {
  const t = useTranslations('admin.skills');
  if (!readFiles) return null;
  const textAt = (all: SkillDetail['files'], path: string) => all.find((file) => file.path === path)?.text;
  const paths = [...new Set([...readFiles, ...files].map(({ path }) => path))];
  const changed = paths.filter((path) => textAt(files, path) !== textAt(readFiles, path));
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{t('changes')}</h3>
      {changed.map((path) => {
        const [before, after] = [textAt(readFiles, path), textAt(files, path)];
        const title = before === undefined ? t('added', { path }) : after === undefined ? t('gone', { path }) : path;
        return (
          <div key={path} className="overflow-hidden rounded-md border border-line">
            <p className="border-b border-line bg-sunken px-3 py-1 font-mono text-xs wrap-anywhere">{title}</p>
            <div className="max-h-72 overflow-y-auto">
              <TextDiff before={before ?? ''} after={after ?? ''} />
            </div>
          </div>
        );
      })}
    </section>
  );
}

function Texts({ pack: { files } }: { pack: SkillDetail }) {
  const t = useTranslations('admin.skills');
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{t('files')}</h3>
      {files.map(({ path, text }) => (
        <div key={path} className="overflow-hidden rounded-md border border-line">
          <p className="border-b border-line bg-sunken px-3 py-1 font-mono text-xs">
            <VisibleText text={path} />
          </p>
          <div role="group" tabIndex={0} aria-label={path} className="max-h-96 overflow-y-auto p-3 font-mono text-xs">
            <VisibleText text={text} />
          </div>
        </div>
      ))}
    </section>
  );
}

function Switch({ pack: { name, status, hash } }: { pack: SkillDetail }) {
  const t = useTranslations('admin.skills');
  const mayChange = useRight('admin');
  const isOwner = useMe().role === 'owner';
  const { change } = useSkillActions();
  if (!mayChange) return null;
  if (status === 'on')
    return (
      <Button className="self-start" busy={change.isPending} onClick={() => change.mutate({ name, on: false })}>
        {t('off')}
      </Button>
    );
  if (!isOwner) return <p className="text-sm text-ink-soft">{t('ownerOnly')}</p>;
  return (
    <Button
      className="self-start"
      variant="primary"
      busy={change.isPending}
      onClick={() => change.mutate({ name, on: true, read: hash })}
    >
      {t('on')}
    </Button>
  );
}
