'use client';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { Select } from '#components/ui/select.tsx';
import { connectionType } from '#nodes/connections.ts';

export type ConnectionPickProps = {
  types: readonly string[];
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  optional?: boolean;
  label: string;
  id?: string;
  'aria-invalid'?: boolean | undefined;
};

const NONE = '-';

/** One of the owner's connections that fits, and the way to make a new one. */
export function ConnectionPick({ types, value, onChange, optional, label, ...aria }: ConnectionPickProps) {
  const t = useTranslations('fields.connection');
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const fitting = (connections.data ?? []).filter((connection) => types.includes(connection.type));
  const options = [
    ...(optional ? [{ value: NONE, title: t('none') }] : []),
    ...fitting.map((one) => ({ value: one.id, title: one.name, hint: connectionType(one.type)?.title ?? one.type })),
    ...(value !== undefined && connections.data && !fitting.some((one) => one.id === value)
      ? [{ value, title: t('gone'), disabled: true }]
      : []),
  ];
  return (
    <div>
      <Select
        {...aria}
        aria-label={aria.id ? undefined : label}
        value={value ?? (optional ? NONE : undefined)}
        options={options}
        disabled={connections.isPending}
        placeholder={t(connections.isPending ? 'loading' : options.length === 0 ? 'noneYet' : 'choose')}
        onValueChange={(next) => onChange(next === NONE ? undefined : next)}
      />
      <p className="mt-1.5 text-sm">
        {/* In a tab of its own: the drawing stays where it is, the list above is fresh when one comes back. */}
        <Link
          href={`/connections?new=${types[0] ?? ''}`}
          target="_blank"
          className="inline-flex items-center gap-1 text-accent-text hover:underline"
        >
          {t('new')} <ExternalLink className="size-3" aria-hidden />
        </Link>
      </p>
    </div>
  );
}
