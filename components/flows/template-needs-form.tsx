'use client';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { needTitle } from '#components/flows/template-gallery.tsx';
import { fitting, obvious, withConnections } from '#components/flows/template-needs.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Flow } from '#lib/flow.ts';
import type { FlowTemplate } from '#lib/views.ts';

type FormProps = { template: FlowTemplate; busy: boolean; onBack: () => void; onCreate: (flow: Flow) => void };

/** Asks for the connections of a template before the flow is made; each may be left for later. */
export function TemplateNeedsForm({ template, busy, onBack, onCreate }: FormProps) {
  const t = useTranslations('docs.gallery');
  const trpc = useTRPC();
  const connections = useQuery(trpc.connections.list.queryOptions());
  const mayMake = useRight('admin');
  const [picked, setPicked] = useState<Record<number, string>>({});
  const form = useId();
  const known = connections.data ?? [];
  const usual = obvious(known, template.needs);
  const chosen = template.needs.map((_, index) => picked[index] ?? usual[index]);
  return (
    <form
      className="flex flex-col gap-4 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        onCreate(withConnections(template.flow, template.needs, chosen));
      }}
    >
      <p className="text-base text-pretty text-ink-soft">{template.description}</p>
      <p className="text-base text-pretty text-ink-soft">{t('lead')}</p>
      {template.needs.map((need, index) => {
        const options = fitting(known, need).map(({ id, name }) => ({ value: id, title: name }));
        return (
          <div key={need.types.join()}>
            <Field id={`${form}-${index}`} label={needTitle(need.types, t)}>
              <Select
                value={chosen[index]}
                options={options}
                disabled={options.length === 0}
                placeholder={options.length === 0 ? t('none') : t('choose')}
                onValueChange={(id) => setPicked((before) => ({ ...before, [index]: id }))}
              />
            </Field>
            {mayMake ? (
              // In a tab of its own; the list is fresh when one comes back.
              <Link
                href={`/connections?new=${need.types[0] ?? ''}`}
                target="_blank"
                className="mt-1.5 inline-flex items-center gap-1 text-sm text-accent-text hover:underline"
              >
                {t('make')} <ExternalLink className="size-3" aria-hidden />
              </Link>
            ) : (
              options.length === 0 && <p className="mt-1.5 text-sm text-ink-faint">{t('ask')}</p>
            )}
          </div>
        );
      })}
      <div className="flex justify-end gap-2 pt-2">
        <Button type="button" onClick={onBack}>
          {t('back')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy || connections.isPending} autoFocus>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
