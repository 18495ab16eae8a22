'use client';
import { useTranslations } from 'use-intl';
import type { EntriesProps } from '#components/policy/entry.tsx';
import { problemAt } from '#components/policy/policy-draft.ts';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { LoopBreaker } from '#lib/policy.ts';

/** What applies while nothing is written there. */
const USUAL: LoopBreaker = { max: 20, window: '10m' };

/** How long messages wait, and when a flow counts as talking to itself. */
export function WaitingEntries({ policy, onChange, readOnly, problems }: EntriesProps) {
  const t = useTranslations('admin.waiting');
  const breaker = policy.loopBreaker ?? USUAL;
  const { sendDelay: _delay, ...rest } = policy;
  const problem = problemAt(problems, 'sendDelay') ?? problemAt(problems, 'loopBreaker');
  return (
    <SettingsSection id="waiting" title={t('title')} lead={t('lead')}>
      <div className="grid items-start gap-3 px-5 py-4 sm:grid-cols-3">
        <Field label={t('delay')} hint={t('delayHint')} required={false}>
          <Input
            value={policy.sendDelay ?? ''}
            maxLength={8}
            readOnly={readOnly}
            placeholder="30s"
            onChange={({ target }) => onChange(target.value === '' ? rest : { ...policy, sendDelay: target.value })}
          />
        </Field>
        <Field label={t('max')} hint={t('maxHint')}>
          <Input
            type="number"
            min={1}
            value={breaker.max}
            readOnly={readOnly}
            onChange={({ target }) => onChange({ ...policy, loopBreaker: { ...breaker, max: Number(target.value) } })}
          />
        </Field>
        <Field label={t('window')}>
          <Input
            value={breaker.window}
            maxLength={8}
            readOnly={readOnly}
            onChange={({ target }) => onChange({ ...policy, loopBreaker: { ...breaker, window: target.value } })}
          />
        </Field>
        {problem && (
          <p role="alert" className="col-span-full text-sm text-danger">
            {problem}
          </p>
        )}
      </div>
    </SettingsSection>
  );
}
