import type { ReactNode } from 'react';

const SIZES = { 2: 'mt-5 text-xl', 3: 'mt-2 text-lg' } as const;

/** A heading that others can link to: the mark beside it is its address. */
export function DocHeadingLine({ id, level, children }: { id: string; level: 2 | 3; children: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <Heading id={id} className={`group/line scroll-mt-20 font-semibold text-ink ${SIZES[level]}`}>
      {children}
      <a
        href={`#${id}`}
        aria-labelledby={id}
        className="ml-1.5 rounded-sm px-1 text-ink-faint opacity-0 group-hover/line:opacity-100 focus-visible:opacity-100"
      >
        #
      </a>
    </Heading>
  );
}
