'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { PersonRow } from '#components/people/person-row.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** From so many on one looks for somebody rather than at everybody. */
const MANY = 10;
const PAGE = 50;

/** Everybody who can sign in; found by name or address where they are many. */
export function PersonList() {
  const t = useTranslations('people.page');
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions());
  const [words, setWords] = useState('');
  const [shown, setShown] = useState(PAGE);
  const all = people.data ?? [];
  const wanted = words.toLowerCase();
  const found = all.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted));
  return (
    <SettingsSection
      id="people"
      title={t('here')}
      actions={all.length > MANY && <SearchBox label={t('search')} value={words} onChange={setWords} />}
    >
      {people.isPending && <Skeleton className="m-5 h-16" />}
      {people.error && !people.data && (
        <ErrorState message={messageOf(people.error)} onRetry={() => void people.refetch()} />
      )}
      <ul className="divide-y divide-line" aria-label={t('here')}>
        {found.slice(0, shown).map((person) => (
          <PersonRow key={person.id} person={person} alone={all.length === 1} />
        ))}
      </ul>
      {people.data && found.length === 0 && (
        <p className="px-5 py-8 text-center text-base text-ink-soft">{t('nobody')}</p>
      )}
      {found.length > shown && (
        <div className="flex justify-center border-t border-line px-5 py-3">
          <Button onClick={() => setShown(shown + PAGE)}>{t('more')}</Button>
        </div>
      )}
    </SettingsSection>
  );
}
