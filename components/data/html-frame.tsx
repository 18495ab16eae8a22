'use client';
import { useTranslations } from 'use-intl';
import { inertDocument, MOST_HTML } from '#components/data/html-document.ts';

/** A page from outside, to look at only. */
export function HtmlFrame({ html }: { html: string }) {
  const t = useTranslations('data.file');
  if (html.length > MOST_HTML) return <p className="px-3.5 py-3 text-base text-ink-soft">{t('pageLarge')}</p>;
  return (
    <div className="p-2">
      <p className="mb-2 px-1.5 text-sm text-ink-faint">{t('pageNote')}</p>
      <iframe
        title={t('page')}
        sandbox=""
        referrerPolicy="no-referrer"
        srcDoc={inertDocument(html)}
        className="h-96 w-full rounded-md border border-line bg-white"
      />
    </div>
  );
}
