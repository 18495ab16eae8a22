'use client';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink, ListPlus } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import type { Texts } from '#messages/types.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { setParam } from '#components/editor/model/commands.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Json } from '#lib/value.ts';
import type { CallableFlow } from '#lib/views.ts';

/** One of the owner's flows, and what it asks for. */
export function FlowField({ value, onChange, label, id, ...aria }: FieldProps) {
  const t = useTranslations('fields.flow');
  const { flowId } = useEditor();
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.callable.queryOptions());
  const chosen = flows.data?.find((flow) => flow.id === value);
  const gone = typeof value === 'string' && value !== '' && flows.data !== undefined && !chosen;
  const options = [
    ...(flows.data ?? []).map((flow) => optionOf(flow, { ownId: flowId, t })),
    ...(gone ? [{ value, title: t('gone'), disabled: true }] : []),
  ];
  if (flows.error) return <p className="text-sm text-danger">{messageOf(flows.error)}</p>;
  return (
    <div className="flex flex-col gap-1.5">
      <Select
        id={id}
        aria-label={id ? undefined : label}
        aria-describedby={aria['aria-describedby']}
        aria-invalid={aria['aria-invalid']}
        value={typeof value === 'string' && value !== '' ? value : undefined}
        options={options}
        disabled={flows.isPending}
        placeholder={flows.isPending ? t('loading') : options.length === 0 ? t('none') : t('choose')}
        onValueChange={onChange}
      />
      {chosen && <Asked flow={chosen} />}
    </div>
  );
}

/** Some of the owner's flows. */
export function FlowsField({ value, onChange, label }: FieldProps) {
  const t = useTranslations('fields.flow');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.callable.queryOptions());
  const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  if (flows.error) return <p className="text-sm text-danger">{messageOf(flows.error)}</p>;
  if (!flows.data) return <p className="text-sm text-ink-faint">{t('loading')}</p>;
  const gone = chosen.filter((id) => !flows.data.some((flow) => flow.id === id));
  const shown = [...flows.data, ...gone.map((id) => ({ id, name: t('gone') }))];
  const toggle = (id: string, on: boolean) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <div role="group" aria-label={label} className="flex max-h-60 flex-col gap-2 overflow-y-auto py-1">
      {shown.length === 0 && <p className="text-sm text-ink-faint">{t('none')}</p>}
      {shown.map(({ id, name }) => (
        <label key={id} className="flex cursor-pointer items-center gap-2 text-base">
          <Checkbox checked={chosen.includes(id)} onCheckedChange={(on) => toggle(id, on === true)} />
          <bdi className="min-w-0 truncate">{name}</bdi>
        </label>
      ))}
    </div>
  );
}

function optionOf({ id, name, published, fields }: CallableFlow, { ownId, t }: { ownId: string; t: FlowText }) {
  const unfit = !published ? t('unpublished') : fields === null ? t('uncallable') : undefined;
  const hint = id === ownId ? t('own') : unfit;
  return { value: id, title: name, ...(hint ? { hint } : {}) };
}

/** The fields of the chosen flow, and a way to have them all in the form. */
function Asked({ flow }: { flow: CallableFlow }) {
  const t = useTranslations('fields.flow');
  const { editor } = useEditor();
  const { node, params } = useForm();
  const { input } = params;
  const given = input !== null && typeof input === 'object' && !Array.isArray(input) ? input : {};
  const fields = flow.fields ?? [];
  const missing = typeof input === 'string' ? [] : fields.filter(({ name }) => !Object.hasOwn(given, name));
  const fill = () => {
    const value: Json = { ...given, ...Object.fromEntries(missing.map(({ name }) => [name, ''])) };
    editor.change(setParam(editor.flow(), { id: node, field: 'input', value }));
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
      {flow.fields && (
        <span className="text-ink-soft">
          {fields.length === 0
            ? t('nothing')
            : t('asks', { fields: fields.map((field) => described(field, t)).join(', ') })}
        </span>
      )}
      {missing.length > 0 && (
        <Button size="sm" onClick={fill}>
          <ListPlus aria-hidden /> {t('fill')}
        </Button>
      )}
      <Link
        href={`/flows/${flow.id}`}
        target="_blank"
        className="inline-flex items-center gap-1 text-accent-text hover:underline"
      >
        {t('open')} <ExternalLink className="size-3" aria-hidden />
      </Link>
    </div>
  );
}

type FlowText = Texts<'fields.flow'>;

function described({ name, type, required }: { name: string; type: string; required: boolean }, t: FlowText): string {
  return required ? `${name} (${type})` : t('optional', { name, type });
}
