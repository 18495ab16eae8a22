import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocArticle } from '#components/docs/doc-article.tsx';
import { findPage, tableOfContents } from '#server/docs/library.ts';
import { requestLocale, requestTexts } from '#app/request-texts.ts';
import { requireReader } from '#server/docs/reader.ts';

type Props = { params: Promise<{ slug: string[] }> };

async function slugOf({ params }: Props): Promise<string> {
  const { slug } = await params;
  return slug.map(decodeURIComponent).join('/');
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await findPage(await slugOf(props)))?.page.title ?? 'Documentation' };
}

export default async function DocsPage(props: Props) {
  const slug = await slugOf(props);
  await requireReader(`/docs/${slug}`);
  const found = await findPage(slug);
  if (!found) notFound();
  return (
    <DocArticle
      t={await requestTexts('docs.pages')}
      foreign={(await requestLocale()).language !== 'en'}
      {...found}
      pages={await tableOfContents()}
    />
  );
}
