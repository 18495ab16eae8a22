'use client';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { FieldProps } from '#components/editor/fields/field-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Link } from '#components/ui/link.tsx';

/** Some of the owner's skill packs; one that is off is marked. */
export default function SkillsField({ value, onChange, label }: FieldProps) {
  const t = useTranslations('fields.skills');
  const packs = useQuery(useTRPC().skills.list.queryOptions());
  const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  if (packs.error) return <p className="text-sm text-danger">{messageOf(packs.error)}</p>;
  if (!packs.data) return <p className="text-sm text-ink-faint">{t('loading')}</p>;
  const gone = chosen.filter((name) => !packs.data.some((pack) => pack.name === name));
  const shown = [...packs.data, ...gone.map((name) => ({ name, status: 'gone' as const }))];
  const toggle = (name: string, on: boolean) => onChange(on ? [...chosen, name] : chosen.filter((one) => one !== name));
  return (
    <div className="flex flex-col gap-1.5">
      <div role="group" aria-label={label} className="flex max-h-60 flex-col gap-2 overflow-y-auto py-1">
        {shown.length === 0 && <p className="text-sm text-ink-faint">{t('none')}</p>}
        {shown.map(({ name, status }) => (
          <label key={name} className="flex cursor-pointer items-center gap-2 text-base">
            <Checkbox checked={chosen.includes(name)} onCheckedChange={(on) => toggle(name, on === true)} />
            <bdi className="min-w-0 truncate">{name}</bdi>
            {status !== 'on' && <Badge tone="wait">{t(status === 'gone' ? 'gone' : 'off')}</Badge>}
          </label>
        ))}
      </div>
      <Link
        href="/settings/skills"
        target="_blank"
        className="inline-flex items-center gap-1 text-sm text-accent-text hover:underline"
      >
        {t('manage')} <ExternalLink className="size-3" aria-hidden />
      </Link>
    </div>
  );
}
