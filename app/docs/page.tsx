import { pageTitle, requestLocale, requestTexts } from '#app/request-texts.ts';
import { DocsHome } from '#components/docs/docs-home.tsx';
import { allPages, tableOfContents } from '#server/docs/library.ts';
import { requireReader } from '#server/docs/reader.ts';

export const generateMetadata = pageTitle('docs');

export default async function Docs() {
  await requireReader('/docs');
  return (
    <DocsHome
      t={await requestTexts('docs.pages')}
      foreign={(await requestLocale()).language !== 'en'}
      pages={await allPages()}
      links={await tableOfContents()}
    />
  );
}
