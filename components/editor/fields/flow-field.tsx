'use client';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink, ListPlus } from 'lucide-react';
import Link from 'next/link';
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

const TEXT = {
  loading: 'Loading …',
  none: 'No other flow yet',
  choose: 'Choose a flow …',
  gone: 'A flow that is not there',
  own: 'This flow itself',
  unpublished: 'Not published yet',
  uncallable: 'Begins with neither a call nor by hand',
  open: 'Open it',
  asks: 'It asks for',
  nothing: 'It asks for nothing.',
  fill: 'Add these fields',
};

/** One of the owner's flows, and what it asks for. */
export function FlowField({ value, onChange, label, id, ...aria }: FieldProps) {
  const { flowId } = useEditor();
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.callable.queryOptions());
  const chosen = flows.data?.find((flow) => flow.id === value);
  const gone = typeof value === 'string' && value !== '' && flows.data !== undefined && !chosen;
  const options = [
    ...(flows.data ?? []).map((flow) => optionOf(flow, flowId)),
    ...(gone ? [{ value, title: TEXT.gone, disabled: true }] : []),
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
        placeholder={flows.isPending ? TEXT.loading : options.length === 0 ? TEXT.none : TEXT.choose}
        onValueChange={onChange}
      />
      {chosen && <Asked flow={chosen} />}
    </div>
  );
}

/** Some of the owner's flows. */
export function FlowsField({ value, onChange, label }: FieldProps) {
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.callable.queryOptions());
  const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  if (flows.error) return <p className="text-sm text-danger">{messageOf(flows.error)}</p>;
  if (!flows.data) return <p className="text-sm text-ink-faint">{TEXT.loading}</p>;
  const gone = chosen.filter((id) => !flows.data.some((flow) => flow.id === id));
  const shown = [...flows.data, ...gone.map((id) => ({ id, name: TEXT.gone }))];
  const toggle = (id: string, on: boolean) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <div role="group" aria-label={label} className="flex max-h-60 flex-col gap-2 overflow-y-auto py-1">
      {shown.length === 0 && <p className="text-sm text-ink-faint">{TEXT.none}</p>}
      {shown.map(({ id, name }) => (
        <label key={id} className="flex cursor-pointer items-center gap-2 text-base">
          <Checkbox checked={chosen.includes(id)} onCheckedChange={(on) => toggle(id, on === true)} />
          <bdi className="min-w-0 truncate">{name}</bdi>
        </label>
      ))}
    </div>
  );
}

function optionOf({ id, name, published, fields }: CallableFlow, ownId: string) {
  const unfit = !published ? TEXT.unpublished : fields === null ? TEXT.uncallable : undefined;
  const hint = id === ownId ? TEXT.own : unfit;
  return { value: id, title: name, ...(hint ? { hint } : {}) };
}

/** The fields of the chosen flow, and a way to have them all in the form. */
function Asked({ flow }: { flow: CallableFlow }) {
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
          {fields.length === 0 ? TEXT.nothing : `${TEXT.asks} ${fields.map(describe).join(', ')}.`}
        </span>
      )}
      {missing.length > 0 && (
        <Button size="sm" onClick={fill}>
          <ListPlus aria-hidden /> {TEXT.fill}
        </Button>
      )}
      <Link
        href={`/flows/${flow.id}`}
        target="_blank"
        className="inline-flex items-center gap-1 text-accent-text hover:underline"
      >
        {TEXT.open} <ExternalLink className="size-3" aria-hidden />
      </Link>
    </div>
  );
}

function describe({ name, type, required }: { name: string; type: string; required: boolean }): string {
  return `${name} (${type}${required ? '' : ', optional'})`;
}
