import { Link } from '#components/ui/link.tsx';
import type { ReactNode } from 'react';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { RiskBadge } from '#components/data/risk-badge.tsx';
import { DocHeadingLine } from '#components/docs/doc-heading.tsx';
import { EntryList } from '#components/docs/entry-list.tsx';
import { codeBlock } from '#components/docs/markdown.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { Texts } from '#messages/types.ts';
import { type DocExample, type StepReference } from '#lib/docs.ts';

/** What a node type's declaration says, laid out for reading. */
export function StepBody({ step, t }: { step: StepReference; t: Texts<'docs.pages'> }) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <NodeIcon icon={step.icon} kind={step.kind} />
        <code className="font-mono text-sm text-ink-faint">{step.type}</code>
        {step.kind === 'trigger' && <Badge tone="accent">{t('trigger')}</Badge>}
        {step.risk && <RiskBadge risk={step.risk} />}
      </div>
      <p className="text-base leading-relaxed text-pretty text-ink">{step.help}</p>
      {step.connections.length > 0 && (
        <p className="text-base text-ink-soft">
          {t('signsIn')}{' '}
          {step.connections.map(({ type, title }, index) => (
            <span key={type}>
              {index > 0 && ', '}
              <Link
                href={`/docs/connections#${type}`}
                className="rounded-sm text-accent-text underline underline-offset-3"
              >
                {title}
              </Link>
            </span>
          ))}
        </p>
      )}
      <Part id="know" title={t('know')}>
        <EntryList entries={step.facts} />
      </Part>
      {step.examples.length > 0 && (
        <Part id="examples" title={t('examples')}>
          {step.examples.map((example) => (
            <Example key={example.title} example={example} />
          ))}
        </Part>
      )}
      {step.fields.length > 0 && (
        <Part id="fields" title={t('fields')}>
          <EntryList entries={step.fields} />
        </Part>
      )}
      {step.ports.length > 1 && (
        <Part id="ways" title={t('ways')}>
          <p className="text-base text-ink-soft">{t('waysHelp')}</p>
          <ul className="flex flex-wrap gap-1.5">
            {step.ports.map(({ id, title }) => (
              <li key={id}>
                <Badge tone="outline">{title}</Badge>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part id="gives" title={t('gives')}>
        <Output step={step} t={t} />
      </Part>
    </div>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3" aria-labelledby={id}>
      <DocHeadingLine id={id} level={2}>
        {title}
      </DocHeadingLine>
      {children}
    </section>
  );
}

function Output({ step, t }: { step: StepReference; t: Texts<'docs.pages'> }) {
  const path = step.kind === 'trigger' ? '{{ trigger }}' : '{{ steps.<id> }}';
  return (
    <>
      <p className="text-base text-ink-soft">
        {t('givesHelp')} <code className="font-mono text-sm">{path}</code>
      </p>
      {step.output.length > 0 ? (
        <EntryList entries={step.output} />
      ) : (
        <p className="text-base text-ink-soft">{t('anything')}</p>
      )}
    </>
  );
}

function Example({ example }: { example: DocExample }) {
  return (
    <figure className="flex flex-col gap-1.5">
      <figcaption className="text-base font-medium">{example.title}</figcaption>
      <pre tabIndex={0} className={codeBlock}>
        {JSON.stringify(example.params, null, 2)}
      </pre>
    </figure>
  );
}
