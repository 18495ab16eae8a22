'use client';
import { useTranslations } from 'use-intl';
import { Section } from '#components/approvals/request-view.tsx';
import type { DecisionDraft } from '#components/approvals/use-decision-draft.ts';
import { LongText } from '#components/data/long-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { AnswerFields } from '#components/forms/answer-fields.tsx';
import { titleOfField, type AnswerField } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import type { Texts } from '#messages/types.ts';
import type { ApprovalView } from '#lib/views.ts';

const PREFIX = 'answers.';

type Props = {
  approval: ApprovalView;
  draft: DecisionDraft;
  /** The person can decide now. */
  open: boolean;
  problems: Readonly<Record<string, string>>;
};

/** The form of a question: boxes while one can decide, afterwards what stood in them. */
export function AskedFields({ approval, draft, open, problems }: Props) {
  const t = useTranslations('approvals.askedFields');
  const { fields } = approval.request;
  if (!fields) return null;
  if (!open) return <Answered fields={fields} approval={approval} />;
  const own = Object.entries(problems).filter(([path]) => path.startsWith(PREFIX));
  const byName = Object.fromEntries(own.map(([path, message]) => [path.slice(PREFIX.length), message]));
  return (
    <Section title={t('ask')}>
      <AnswerFields fields={fields} draft={draft.answers} problems={byName} />
      <p className="mt-3 text-sm text-ink-faint">{t('hint')}</p>
    </Section>
  );
}

function Answered({ fields, approval }: { fields: readonly AnswerField[]; approval: ApprovalView }) {
  const t = useTranslations('approvals.askedFields');
  const { answers } = approval;
  return (
    <Section title={answers ? t('answered') : t('asked')}>
      <dl className="-my-2 divide-y divide-line">
        {fields.map((field) => (
          <div key={field.name} className="grid gap-x-5 gap-y-1 py-3 sm:grid-cols-[9rem_1fr]">
            <dt className="text-sm text-ink-soft wrap-anywhere">
              <VisibleText text={titleOfField(field)} />
            </dt>
            <dd className="min-w-0">
              {answers ? (
                <Answer value={answers[field.name] ?? null} />
              ) : (
                <span className="text-base text-ink-faint">{t(`types.${field.type}`)}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Answer({ value }: { value: Json }) {
  const t = useTranslations('approvals.askedFields');
  const text = answerText(value, t);
  if (text === '') return <span className="text-base text-ink-faint italic">{t('empty')}</span>;
  return <LongText text={text} />;
}

function answerText(value: Json, t: Texts<'approvals.askedFields'>): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (Array.isArray(value)) return value.map((one) => answerText(one, t)).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
