import { Link } from '#components/ui/link.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Texts } from '#messages/types.ts';
import type { DocLink, DocSection } from '#lib/docs.ts';

const SECTIONS: readonly DocSection[] = ['guides', 'steps', 'reference'];

type NavProps = { pages: readonly DocLink[]; current: string; t: Texts<'docs.pages'> };

/** All pages, by section; the steps by group, of which only the current one stands open. */
export function DocsNav({ pages, current, t }: NavProps) {
  return (
    <nav aria-label={t('all')} className="flex flex-col gap-5">
      {SECTIONS.map((section) => (
        <div key={section}>
          <h2 className="mb-1.5 px-2 text-sm font-semibold text-ink">{t(section)}</h2>
          {groupsOf(pages, section).map(({ group, items }) => (
            <Group key={group ?? section} group={group} items={items} current={current} closed={section === 'steps'} />
          ))}
        </div>
      ))}
    </nav>
  );
}

function groupsOf(pages: readonly DocLink[], section: DocSection) {
  const own = pages.filter((page) => page.section === section);
  const groups = [...new Set(own.map(({ group }) => group))];
  return groups.map((group) => ({ group, items: own.filter((page) => page.group === group) }));
}

type GroupProps = { group: string | null; items: readonly DocLink[]; current: string; closed: boolean };

function Group({ group, items, current, closed }: GroupProps) {
  const links = (
    <ul className="flex flex-col">
      {items.map(({ slug, title }) => (
        <li key={slug}>
          <Link
            href={`/docs/${slug}`}
            aria-current={slug === current ? 'page' : undefined}
            className={cn(
              'block rounded-md px-2 py-1.5 text-base text-ink-soft hover:bg-hover hover:text-ink',
              slug === current && 'bg-hover font-medium text-ink',
            )}
          >
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
  if (group === null) return links;
  if (!closed) {
    return (
      <>
        <h3 className="px-2 pt-2 pb-1 text-xs font-medium text-ink-faint">{group}</h3>
        {links}
      </>
    );
  }
  return (
    <details open={items.some(({ slug }) => slug === current)}>
      <summary className="cursor-pointer rounded-md px-2 py-1.5 text-base text-ink-soft hover:bg-hover hover:text-ink">
        {group}
      </summary>
      <div className="ml-3 border-l border-line pl-1.5">{links}</div>
    </details>
  );
}
