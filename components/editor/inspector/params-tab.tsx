'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { ConnectionPick } from '#components/editor/fields/connection-field.tsx';
import { isAbout, ParamForm } from '#components/editor/fields/param-form.tsx';
import { TriggerFacts } from '#components/editor/inspector/trigger-facts.tsx';
import { firstSentence } from '#components/editor/model/catalogue.ts';
import { setConnection } from '#components/editor/model/commands.ts';
import { inputSchema } from '#components/editor/model/schema.ts';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';

const DataWays = dynamic(() => import('#components/editor/inspector/data-ways.tsx').then((module) => module.DataWays), {
  ssr: false,
});
const StepHelp = dynamic(() => import('#components/help/step-help.tsx').then((module) => module.StepHelp), {
  ssr: false,
});

/** What the step does: its parameters, its connection, and problems that belong to no single field. */
export function ParamsTab({ node, problems }: { node: FlowNode; problems: readonly Problem[] }) {
  const t = useTranslations('inspector.params');
  const { editor } = useEditor();
  const spec = editor.catalogue[node.type];
  if (!spec) {
    return <Notice tone="danger">{t('unknown', { type: node.type })}</Notice>;
  }
  const fields = Object.keys(inputSchema(spec).properties ?? {});
  const general = problems.filter((one) => one.field !== 'connection' && !fields.some((field) => isAbout(one, field)));
  const connection = spec.kind === 'action' ? spec.connection : undefined;
  const wrong = problems.find((one) => one.field === 'connection');
  return (
    <div className="flex flex-col gap-4">
      {general.map((problem) => (
        <Notice key={problem.message} tone={problem.severity === 'error' ? 'danger' : 'warning'}>
          {problem.message}
        </Notice>
      ))}
      <Help text={spec.help} node={node} />
      {spec.kind === 'trigger' && <TriggerFacts node={node} />}
      {connection && (
        <div data-field="connection">
          <Field
            id={`connection-${node.id}`}
            label={t('connection')}
            error={wrong?.message}
            required={connection.optional ? false : undefined}
          >
            <ConnectionPick
              label={t('connection')}
              types={connection.types}
              optional={connection.optional}
              value={node.connection}
              onChange={(id) => editor.change(setConnection(editor.flow(), node.id, id))}
            />
          </Field>
        </div>
      )}
      <ParamForm node={node} spec={spec} problems={problems} />
      <DataWays node={node} />
    </div>
  );
}

/** What the type does; all of it, with examples, on demand. */
function Help({ text, node }: { text: string; node: FlowNode }) {
  const t = useTranslations('inspector.params');
  const [open, setOpen] = useState(false);
  const first = firstSentence(text);
  const rest = text.slice(first.length).trim();
  return (
    <details
      className="group/help text-sm text-pretty text-ink-faint"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer list-none rounded-sm">
        {first} <span className="text-accent-text group-open/help:hidden">{t('more')}</span>
      </summary>
      {rest !== '' && <p className="mt-1">{rest}</p>}
      {open && <StepHelp node={node} />}
    </details>
  );
}
