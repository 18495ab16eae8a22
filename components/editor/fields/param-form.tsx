'use client';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { FormContext } from '#components/editor/fields/field-context.tsx';
import { ParamControl } from '#components/editor/fields/param-control.tsx';
import { useConditionMode } from '#components/editor/fields/use-condition-mode.ts';
import { IntervalFires } from '#components/editor/fields/time-fields.tsx';
import { setParam } from '#components/editor/model/commands.ts';
import { hasConditions, isOtherMode } from '#components/editor/model/conditions.ts';
import { dropDeadEdges } from '#components/editor/model/edge-commands.ts';
import { inputSchema, isShown, withDefaults, type Schema } from '#components/editor/model/schema.ts';
import { humanize } from '#components/editor/model/summary.ts';
import { Field } from '#components/ui/field.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import type { NodeSpec } from '#nodes/define.ts';

// Without a boundary of its own it would hide the whole editor while it is fetched, and the focus would be lost.
const ConditionSwitch = dynamic(
  () => import('#components/editor/fields/condition-switch.tsx').then((module) => module.ConditionSwitch),
  { ssr: false },
);

export type ParamFormProps = { node: FlowNode; spec: NodeSpec; problems: readonly Problem[] };

/** Whether a problem's path (`rows`, `rows.0.left`, `rows[0].left`) lies in this field. */
export function isAbout(problem: Problem, field: string): boolean {
  const path = problem.field?.replace(/^params\./, '');
  return path === field || path?.startsWith(`${field}.`) === true || path?.startsWith(`${field}[`) === true;
}

/** The form of a node type, made from its declaration. */
export function ParamForm({ node, spec, problems }: ParamFormProps) {
  const t = useTranslations('fields.form');
  const schema = inputSchema(spec);
  const params = useMemo(() => withDefaults(spec, node.params), [spec, node.params]);
  const place = useMemo(
    () => ({ node: node.id, templates: spec.kind !== 'trigger', params }),
    [node.id, spec.kind, params],
  );
  const [mode, setMode] = useConditionMode(node);
  const asks = hasConditions(schema.properties ?? {});
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name, field]) => isShown(field, params) && !(asks && isOtherMode(name, mode)),
  );
  const isPlain = ([name, field]: [string, Schema]) => !field.advanced || (asks && name === 'expression');
  const plain = fields.filter(isPlain);
  const advanced = fields.filter((field) => !isPlain(field));
  const needsOpening = advanced.some(
    ([name]) => node.params[name] !== undefined || problems.some((one) => isAbout(one, name)),
  );
  const param = ([name, field]: [string, Schema]) => (
    <Param
      key={name}
      name={name}
      schema={asks && name === 'expression' ? asText(field) : field}
      node={node}
      problems={asks && name === 'expression' ? [...problems, ...problems.map(ofRows)] : problems}
      required={schema.required?.includes(name) === true}
    />
  );
  return (
    <FormContext value={place}>
      <div className="flex flex-col gap-4">
        {asks && <ConditionSwitch node={node} mode={mode} onMode={setMode} />}
        {plain.map(param)}
        {advanced.length > 0 && (
          <details open={needsOpening || undefined} className="group/more">
            <summary className="cursor-pointer rounded-md py-1 text-sm font-medium text-ink-soft hover:text-ink">
              {t('more')}
            </summary>
            <div className="flex flex-col gap-4 pt-3">{advanced.map(param)}</div>
          </details>
        )}
      </div>
    </FormContext>
  );
}

/** An expression that gives true or false is written, not switched on. */
function asText({ type: _boolean, ...schema }: Schema): Schema {
  return schema;
}

/** What is wrong with rows is said at the expression where that stands instead of them. */
function ofRows(problem: Problem): Problem {
  return problem.field === 'rows' ? { ...problem, field: 'expression' } : problem;
}

type ParamProps = { name: string; schema: Schema; node: FlowNode; problems: readonly Problem[]; required: boolean };

function Param({ name, schema, node, problems, required }: ParamProps) {
  const { editor } = useEditor();
  const label = schema.title ?? humanize(name);
  const problem = problems.find((one) => isAbout(one, name));
  const value = node.params[name];
  const change = (next: Json | undefined) => {
    const changed = setParam(editor.flow(), { id: node.id, field: name, value: next });
    editor.change(dropDeadEdges(changed, node.id, editor.catalogue), { key: `param:${node.id}:${name}` });
  };
  const isInterval = node.type === 'schedule' && schema.widget === 'duration' && name === 'every';
  return (
    <div data-field={name}>
      <Field
        id={`param-${node.id}-${name}`}
        label={label}
        hint={schema.description}
        error={problem?.severity === 'error' ? problem.message : undefined}
        required={required || schema.default !== undefined ? undefined : false}
      >
        <ParamControl key={node.id} schema={schema} value={value} label={label} onChange={change} />
      </Field>
      {problem?.severity === 'warning' && <p className="mt-1.5 text-sm text-wait">{problem.message}</p>}
      {isInterval && typeof value === 'string' && <IntervalFires every={value} />}
    </div>
  );
}
