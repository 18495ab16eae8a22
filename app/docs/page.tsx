import type { Metadata } from 'next';
import { DocsHome } from '#components/docs/docs-home.tsx';
import { allPages, tableOfContents } from '#server/docs/library.ts';
import { requireReader } from '#server/docs/reader.ts';

export const metadata: Metadata = { title: 'Documentation' };

export default async function Docs() {
  await requireReader('/docs');
  return <DocsHome pages={await allPages()} links={await tableOfContents()} />;
}
