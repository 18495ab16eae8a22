import { pageTitle, requestTexts } from '#app/request-texts.ts';
import { DocsHits } from '#components/docs/docs-hits.tsx';
import { allPages, tableOfContents } from '#server/docs/library.ts';
import { requireReader } from '#server/docs/reader.ts';
import { searchPages } from '#server/docs/search.ts';

export const generateMetadata = pageTitle('docsSearch');

const LONGEST = 200;

export default async function DocsSearchPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  await requireReader('/docs');
  const { q } = await searchParams;
  const query = String([q].flat()[0] ?? '').slice(0, LONGEST);
  return (
    <DocsHits
      t={await requestTexts('docs.pages')}
      pages={await tableOfContents()}
      query={query}
      hits={searchPages(await allPages(), query)}
    />
  );
}
