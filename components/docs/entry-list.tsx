import type { DocEntry } from '#lib/docs.ts';

/** Names that can be looked up, each with what it means; every one has an address of its own. */
export function EntryList({ entries }: { entries: readonly DocEntry[] }) {
  return (
    <dl className="divide-y divide-line rounded-xl border border-line bg-surface">
      {entries.map((entry) => (
        <div key={entry.id} id={entry.id} className="scroll-mt-20 px-4 py-3 target:bg-accent-soft sm:px-5">
          <dt className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
            {entry.title && <span className="text-base font-medium text-ink">{entry.title}</span>}
            {entry.code !== '' && (
              <code
                className={
                  entry.title
                    ? 'font-mono text-sm text-ink-faint wrap-anywhere'
                    : 'font-mono text-sm font-medium text-ink wrap-anywhere'
                }
              >
                {entry.code}
              </code>
            )}
          </dt>
          {entry.help && <dd className="mt-0.5 text-base text-pretty text-ink-soft">{entry.help}</dd>}
          {entry.facts.length > 0 && (
            <dd className="mt-1.5 flex flex-wrap gap-x-1.5 gap-y-1 text-sm text-ink-faint">
              {entry.facts.map((fact) => (
                <span key={fact} className="max-w-full rounded-md bg-sunken px-1.5 py-0.5 wrap-anywhere">
                  {fact}
                </span>
              ))}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
