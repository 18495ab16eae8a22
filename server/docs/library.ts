/** All pages of the documentation, in reading order. Read once: what they are made of changes with Hearth only. */
import { catalogue } from '#nodes/index.ts';
import { isInner, NODE_GROUPS } from '#nodes/define.ts';
import type { DocLink, DocPage } from '#lib/docs.ts';
import { commandPage } from '#server/docs/command-reference.ts';
import { connectionPage } from '#server/docs/connection-reference.ts';
import { environmentPage } from '#server/docs/environment-reference.ts';
import { expressionPage } from '#server/docs/expression-reference.ts';
import { guidePages } from '#server/docs/guides.ts';
import { restPage } from '#server/docs/rest-reference.ts';
import { stepPage } from '#server/docs/step-reference.ts';

const KEYS: DocPage = {
  slug: 'keyboard',
  section: 'reference',
  group: null,
  title: 'Keyboard',
  lead: 'What the keys of the editor do.',
  headings: [],
  text: 'shortcuts keys',
  body: { kind: 'keys' },
};

let read: Promise<DocPage[]> | undefined;

/** Every page. */
export function allPages(): Promise<DocPage[]> {
  read ??= readPages();
  return read;
}

async function readPages(): Promise<DocPage[]> {
  const steps = NODE_GROUPS.flatMap((group) =>
    Object.entries(catalogue)
      .filter(([, spec]) => spec.group === group && !isInner(spec))
      .map(([type, spec]) => stepPage(type, spec)),
  );
  const reference = [expressionPage(), connectionPage(), KEYS, restPage(), await commandPage(), environmentPage()];
  return [...(await guidePages()), ...steps, ...reference];
}

/** A page by its address, with what stands before and after it; null if there is none. */
export async function findPage(slug: string) {
  const pages = await allPages();
  const at = pages.findIndex((page) => page.slug === slug);
  const page = pages[at];
  return page ? { page, previous: pages[at - 1] ?? null, next: pages[at + 1] ?? null } : null;
}

/** What the navigation needs to know. */
export async function tableOfContents(): Promise<DocLink[]> {
  return (await allPages()).map(({ slug, title, section, group }) => ({ slug, title, section, group }));
}
