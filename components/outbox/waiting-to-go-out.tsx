'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useTRPC } from '#components/live/trpc.tsx';
import { Countdown } from '#components/outbox/countdown.tsx';
import { HeldActions } from '#components/outbox/held-actions.tsx';
import { Link } from '#components/ui/link.tsx';
import type { HeldSend } from '#lib/views-runs.ts';

/** Messages that can still be taken back; nothing at all while there are none. */
export function WaitingToGoOut() {
  const t = useTranslations('outbox.held');
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.outbox.list.queryOptions(undefined, { refetchInterval: 15_000 }));
  if (data.length === 0) return null;
  return (
    <section aria-labelledby="outbox" className="mb-5 rounded-xl border border-line bg-surface px-3.5 py-3">
      <h2 id="outbox" className="text-base font-semibold">
        {t('title')}
      </h2>
      <p className="text-sm text-ink-soft">{t('lead')}</p>
      <ul className="mt-2 divide-y divide-line">
        {data.map((held) => (
          <Held key={held.id} held={held} />
        ))}
      </ul>
    </section>
  );
}

function Held({ held }: { held: HeldSend }) {
  const t = useTranslations('outbox.held');
  const to = held.targets.join(', ');
  return (
    <li className="flex flex-col gap-1.5 py-2.5">
      <p className="text-base font-medium">
        {t.rich('to', { title: held.title, target: () => <VisibleText text={to} /> })}
      </p>
      <Said held={held} />
      <p className="tabular text-sm text-ink-soft">
        <Countdown until={held.dueAt} /> ·{' '}
        <Link href={`/runs/${held.runId}`} className="underline-offset-4 hover:underline">
          <bdi className="wrap-anywhere">{held.flowName}</bdi>
        </Link>
      </p>
      <HeldActions id={held.id} name={`${held.title}, ${to}`} />
    </li>
  );
}

/** What it says, all of it, behind one press. */
function Said({ held: { contents } }: { held: HeldSend }) {
  const t = useTranslations('outbox.held');
  const shown = contents.flatMap(({ name, value }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text === '' || text === '[]' ? [] : [{ name, text }];
  });
  if (shown.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-ink-soft">{t('said')}</summary>
      <dl className="mt-1.5 flex max-h-72 flex-col gap-1.5 overflow-y-auto rounded-md bg-sunken px-3 py-2">
        {shown.map(({ name, text }) => (
          <div key={name}>
            <dt className="text-xs text-ink-soft">{name}</dt>
            <dd>
              <VisibleText text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
