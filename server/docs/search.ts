/** Finds pages of the documentation by words. */
import type { DocHit, DocPage } from '#lib/docs.ts';

const MOST = 20;
const AROUND = 70;

/** Pages and places that hold every word, best first. */
export function searchPages(pages: readonly DocPage[], query: string): DocHit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return [];
  return pages
    .map((page) => ({ page, score: rank(page, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ page }) => hitOf(page, words));
}

function rank(page: DocPage, words: string[]): number {
  const title = page.title.toLowerCase();
  const headings = page.headings.map((heading) => heading.title.toLowerCase());
  const text = `${page.lead} ${page.text}`.toLowerCase();
  let score = title === words.join(' ') ? 20 : 0;
  for (const word of words) {
    if (title === word) score += 12;
    else if (title.includes(word)) score += 8;
    else if (headings.some((heading) => heading.includes(word))) score += 4;
    else if (text.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

function hitOf(page: DocPage, words: string[]): DocHit {
  const heading = page.headings.find(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  return {
    slug: page.slug,
    title: page.title,
    anchor: heading?.id ?? null,
    heading: heading?.title ?? null,
    excerpt: excerptOf(page, words),
  };
}

function excerptOf({ text, lead }: DocPage, words: string[]): string {
  const at = text.toLowerCase().indexOf(words[0] ?? '');
  if (at < 0) return lead;
  const from = Math.max(0, text.lastIndexOf(' ', Math.max(0, at - AROUND)));
  const to = text.indexOf(' ', at + AROUND);
  const part = text.slice(from, to < 0 ? undefined : to).trim();
  return `${from > 0 ? '… ' : ''}${part}${to < 0 ? '' : ' …'}`;
}
