'use client';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { DurationField } from '#components/editor/fields/time-fields.tsx';
import { FormContext } from '#components/editor/fields/field-context.tsx';
import { JoinField } from '#components/editor/inspector/join-field.tsx';
import { PaceFields } from '#components/editor/inspector/pace-fields.tsx';
import { setSettings } from '#components/editor/model/commands.ts';
import { dropDeadEdges } from '#components/editor/model/edge-commands.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { canHavePace } from '#lib/pace.ts';
import type { FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

type Settings = NonNullable<FlowNode['settings']>;
type Change = (change: Partial<Settings>, key: string) => void;

const text = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);

/** How the step runs, whatever it does. */
export function SettingsTab({ node, problems }: { node: FlowNode; problems: readonly Problem[] }) {
  const t = useTranslations('inspector.settings');
  const { editor } = useEditor();
  const kind = editor.catalogue[node.type]?.kind;
  const settings = node.settings ?? {};
  const change: Change = (part, key) => {
    const changed = setSettings(editor.flow(), node.id, part);
    editor.change(dropDeadEdges(changed, node.id, editor.catalogue), { key: `settings:${node.id}:${key}` });
  };
  const problemOf = (field: string) => problems.find((one) => one.field?.includes(field))?.message;
  return (
    <FormContext value={{ node: node.id, templates: false, params: {} }}>
      <div className="flex flex-col gap-4">
        <Field label={t('off')} hint={t('offHint')} error={problemOf('disabled')}>
          <Switch
            checked={settings.disabled === true}
            onCheckedChange={(on) => change({ disabled: on || undefined }, 'disabled')}
          />
        </Field>
        {kind === 'trigger' && canHavePace(node.type) && (
          <PaceFields pace={settings.pace} change={(pace) => change({ pace }, 'pace')} error={problemOf('pace')} />
        )}
        {kind !== 'trigger' && (
          <JoinField node={node} change={(join) => change({ join }, 'join')} error={problemOf('join')} />
        )}
        {kind !== 'trigger' && (
          <Field label={t('ifFails')} error={problemOf('onError')}>
            <Select
              value={settings.onError ?? 'fail'}
              options={[
                { value: 'fail', title: t('fail') },
                { value: 'branch', title: t('branch'), hint: t('branchHint') },
                { value: 'continue', title: t('continue') },
              ]}
              onValueChange={(value) =>
                change({ onError: value === 'fail' ? undefined : (value as Settings['onError']) }, 'onError')
              }
            />
          </Field>
        )}
        {kind === 'action' && <Attempts settings={settings} change={change} problemOf={problemOf} />}
        <Field label={t('note')} required={false} hint={t('noteHint')}>
          <Textarea
            maxLength={2000}
            value={settings.note ?? ''}
            onChange={(event) => change({ note: event.target.value || undefined }, 'note')}
          />
        </Field>
      </div>
    </FormContext>
  );
}

type AttemptsProps = { settings: Settings; change: Change; problemOf: (field: string) => string | undefined };

function Attempts({ settings, change, problemOf }: AttemptsProps) {
  const t = useTranslations('inspector.settings');
  const { retry } = settings;
  const setRetry = (part: { attempts?: number; backoff?: string | undefined }) => {
    const attempts = part.attempts ?? retry?.attempts ?? 4;
    const backoff = 'backoff' in part ? part.backoff : retry?.backoff;
    change({ retry: { attempts, ...(backoff === undefined ? {} : { backoff }) } }, 'retry');
  };
  return (
    <>
      <Field label={t('attempts')} required={false} hint={t('attemptsHint')} error={problemOf('retry')}>
        <Input
          type="number"
          className="tabular"
          min={1}
          max={20}
          placeholder="4"
          value={retry?.attempts ?? ''}
          onChange={(event) => {
            const count = Math.min(20, Math.max(1, Math.floor(event.target.valueAsNumber)));
            if (Number.isNaN(count)) change({ retry: undefined }, 'retry');
            else setRetry({ attempts: count });
          }}
        />
      </Field>
      <Field label={t('backoff')} required={false} hint={t('backoffHint')}>
        <DurationField
          label={t('backoff')}
          schema={{ placeholder: '1s' }}
          value={retry?.backoff}
          onChange={(value) => setRetry({ backoff: text(value) })}
        />
      </Field>
      <Field label={t('giveUp')} required={false} error={problemOf('timeout')} hint={t('giveUpHint')}>
        <DurationField
          label={t('giveUp')}
          schema={{ placeholder: '30s' }}
          value={settings.timeout}
          onChange={(value) => change({ timeout: text(value) }, 'timeout')}
        />
      </Field>
    </>
  );
}
