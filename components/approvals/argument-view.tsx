'use client';
import { FileSearch, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { disguisedLinks, foreignHosts } from '#components/data/foreign-hosts.ts';
import { hasHidden, lookalikes } from '#lib/hidden-characters.ts';
import { originTitle } from '#components/data/origin-title.ts';
import { isLong, LongText } from '#components/data/long-text.tsx';
import { textOf } from '#components/data/value-string.ts';
import { ModelWords } from '#components/approvals/model-words.tsx';
import { Edited, SinceBefore } from '#components/approvals/since-before.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { ApprovalArgument } from '#lib/approval.ts';
import type { Label } from '#lib/label.ts';
import type { DoneBefore, EditedFrom } from '#lib/views.ts';

/** Where a value came from, said in the open: nothing here may hide behind a hover. */
export function OriginLine({ label }: { label: Label }) {
  const t = useTranslations('approvals.argumentView');
  const words = useTranslations('data.origin');
  if (label.integrity === 'trusted') return null;
  const from = label.origins.map((origin) => originTitle(origin, words)).join(', ');
  return (
    <p className="mt-1.5 flex items-start gap-1.5 text-sm text-untrusted">
      <FileSearch className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0 wrap-anywhere">
        {t.rich(from ? 'untrustedFrom' : 'untrusted', {
          b: (words) => <span className="font-medium">{words}</span>,
          from: () => <bdi>{from}</bdi>,
        })}
      </span>
    </p>
  );
}

/** Says aloud what a forged text tries to hide. */
export function TrickWarnings({ text, target }: { text: string; target: boolean }) {
  const t = useTranslations('approvals.argumentView');
  const hosts = foreignHosts(text, { target });
  const alike = [...new Set([...(target ? lookalikes(text) : []), ...hosts.flatMap((host) => host.alike)])];
  const warnings = [
    ...(hasHidden(text) ? [t('hidden')] : []),
    ...(alike.length > 0 ? [t('mixed', { letters: alike.join('; ') })] : []),
    ...hosts.map(({ ascii, unicode }) => t(text.includes(ascii) ? 'encodedHost' : 'host', { ascii, unicode })),
    ...disguisedLinks(text).map((host) => t('disguised', { host })),
  ];
  return warnings.map((warning) => (
    <p key={warning} className="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-danger">
      <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0 wrap-anywhere">{warning}</span>
    </p>
  ));
}

/** Whether the value must be opened before anyone can approve. */
export function mustBeOpened(argument: ApprovalArgument): boolean {
  return isLong(textOf(argument.value));
}

export type ArgumentViewProps = {
  argument: ApprovalArgument;
  before: DoneBefore | null;
  edited: EditedFrom | null;
  onOpen: () => void;
};

/** One argument in full: name, role, value, where it came from. */
export function ArgumentView({ argument, before, edited, onOpen }: ArgumentViewProps) {
  const t = useTranslations('approvals.argumentView');
  const text = textOf(argument.value);
  const empty = argument.value === null || text === '';
  return (
    <div className="grid gap-x-5 gap-y-1 py-3 sm:grid-cols-[9rem_1fr]">
      <dt className="flex flex-wrap items-center gap-x-2 gap-y-1 self-start text-sm text-ink-soft">
        <span className="wrap-anywhere">{argument.title}</span>
        {argument.role !== 'other' && (
          <Badge tone={argument.role === 'content' ? 'neutral' : 'wait'}>{t(`roles.${argument.role}`)}</Badge>
        )}
      </dt>
      <dd className="min-w-0">
        {empty ? (
          <span className="text-base text-ink-faint italic">{t('empty')}</span>
        ) : (
          <ModelWords label={argument.label}>
            <LongText text={text} mono={typeof argument.value !== 'string'} onOpen={onOpen} />
          </ModelWords>
        )}
        <TrickWarnings text={text} target={argument.role === 'target'} />
        <OriginLine label={argument.label} />
        {edited && <Edited field={argument.field} text={text} edited={edited} />}
        {before && <SinceBefore field={argument.field} text={text} before={before} />}
      </dd>
    </div>
  );
}
