'use client';
import { useMemo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { takenBy, usesOf, type DataUse } from '#components/data/provenance.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { Texts } from '#messages/types.ts';
import type { Flow } from '#lib/flow.ts';

export type ProvenanceProps = {
  /** The drawing that ran, or is being drawn. */
  flow: Flow;
  node: string;
  /** Leads to a step; by default to its line on the page. */
  onStep?: ((id: string) => void) | undefined;
};

/** The line of a step; of one in a loop, that of its first round. */
function toLine(id: string): void {
  const line = document.getElementById(`step-${id}`) ?? document.querySelector(`[id^="step-${CSS.escape(id)}@"]`);
  line?.querySelector('button')?.focus();
}

function List({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-2 text-sm text-ink-soft">
      <h4 className="mb-1 font-medium">{title}</h4>
      <ul className="flex flex-col gap-1">{children}</ul>
    </section>
  );
}

type LineProps = { use: DataUse; end: string; name: string | undefined; onStep: ProvenanceProps['onStep'] };

function Line({ use, end, name, onStep }: LineProps) {
  const t = useTranslations('data.provenance');
  const words = <bdi>{name ?? (use.source === end ? rootName(end, t) : end)}</bdi>;
  const step =
    name !== undefined && onStep ? (
      <button
        type="button"
        onClick={() => onStep(end)}
        className="min-h-6 cursor-pointer rounded-sm text-accent-text underline-offset-4 hover:underline"
      >
        {words}
      </button>
    ) : (
      <span className="font-medium">{words}</span>
    );
  const code = (text: string) => (
    <code className="rounded-sm bg-sunken px-1 py-px font-mono text-xs">
      <VisibleText text={text} />
    </code>
  );
  const parts = { step: () => step, field: () => code(use.field), path: () => code(use.path) };
  return (
    <li className="min-w-0 wrap-anywhere">
      {end === use.source
        ? t.rich(use.path === '' ? 'fromWhole' : 'fromPart', parts)
        : t.rich(use.path === '' ? 'byWhole' : 'byPart', parts)}
    </li>
  );
}

function rootName(root: string, t: Texts<'data.provenance'>): string {
  return root === 'item' || root === 'vars' || root === 'run' || root === 'trigger' ? t(root) : root;
}

/** Below what a step was given: which step and field each part came from. */
export function CameFrom({ flow, node, onStep = toLine }: ProvenanceProps) {
  const t = useTranslations('data.provenance');
  const drawn = flow.nodes.find((one) => one.id === node);
  const uses = useMemo(() => (drawn ? takenBy(drawn) : []), [drawn]);
  if (uses.length === 0) return null;
  return (
    <List title={t('cameFrom')}>
      {uses.map((use) => (
        <Line
          key={`${use.field} ${use.source} ${use.path}`}
          use={use}
          end={use.source}
          name={flow.nodes.find(({ id }) => id === use.source)?.name}
          onStep={onStep}
        />
      ))}
    </List>
  );
}

/** Below what a step gave back: which steps read which part of it. */
export function UsedBy({ flow, node, isTrigger = false, onStep = toLine }: ProvenanceProps & { isTrigger?: boolean }) {
  const t = useTranslations('data.provenance');
  const uses = useMemo(() => usesOf(flow, { id: node, isTrigger }), [flow, node, isTrigger]);
  if (uses.length === 0) return null;
  return (
    <List title={t('usedBy')}>
      {uses.map((use) => (
        <Line
          key={`${use.user} ${use.field} ${use.path}`}
          use={use}
          end={use.user}
          name={flow.nodes.find(({ id }) => id === use.user)?.name}
          onStep={onStep}
        />
      ))}
    </List>
  );
}
