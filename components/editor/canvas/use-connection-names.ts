'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';

const NONE: ReadonlyMap<string, string> = new Map();

/** What cards call the owner's connections, by id: their names, and that one is a rehearsal. */
export function useConnectionNames(): ReadonlyMap<string, string> {
  const t = useTranslations('drawing.card');
  const { data } = useQuery(useTRPC().connections.list.queryOptions());
  return useMemo(() => {
    const shown = (name: string, type: string) => (type === 'rehearsal' ? t('rehearsal', { name }) : name);
    return data ? new Map(data.map(({ id, name, type }) => [id, shown(name, type)])) : NONE;
  }, [data, t]);
}
