'use client';
import { inertDocument, MOST_HTML } from '#components/data/html-document.ts';

const TEXT = {
  title: 'The page',
  note: 'Shown without scripts and without anything from the network: images and styles from elsewhere are missing.',
  large: 'This page is too large to show here. Save it to look at it.',
};

/** A page from outside, to look at only. */
export function HtmlFrame({ html }: { html: string }) {
  if (html.length > MOST_HTML) return <p className="px-3.5 py-3 text-base text-ink-soft">{TEXT.large}</p>;
  return (
    <div className="p-2">
      <p className="mb-2 px-1.5 text-sm text-ink-faint">{TEXT.note}</p>
      <iframe
        title={TEXT.title}
        sandbox=""
        referrerPolicy="no-referrer"
        srcDoc={inertDocument(html)}
        className="h-96 w-full rounded-md border border-line bg-white"
      />
    </div>
  );
}
