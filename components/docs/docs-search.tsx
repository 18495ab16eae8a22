'use client';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Input } from '#components/ui/input.tsx';

const PAUSE_MS = 200;

/** Asks the search page while one types; without JavaScript the form does it on Enter. */
export function DocsSearch({ query = '', autoFocus = false }: { query?: string; autoFocus?: boolean }) {
  const t = useTranslations('docs.pages');
  const router = useRouter();
  const [words, setWords] = useState(query);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (text: string) => {
    setWords(text);
    clearTimeout(timer.current);
    if (text.trim() === '') return;
    timer.current = setTimeout(() => router.replace(`/docs/search?q=${encodeURIComponent(text)}`), PAUSE_MS);
  };
  return (
    <form role="search" action="/docs/search" className="relative">
      <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint" aria-hidden />
      <Input
        type="search"
        name="q"
        value={words}
        autoFocus={autoFocus}
        placeholder={t('placeholder')}
        aria-label={t('search')}
        className="pl-9"
        onChange={(event) => search(event.target.value)}
      />
    </form>
  );
}
