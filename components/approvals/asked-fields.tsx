'use client';
import { Section } from '#components/approvals/request-view.tsx';
import type { DecisionDraft } from '#components/approvals/use-decision-draft.ts';
import { LongText } from '#components/data/long-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { AnswerFields } from '#components/forms/answer-fields.tsx';
import { ANSWER_TITLES, titleOfField, type AnswerField } from '#lib/form.ts';
import type { Json } from '#lib/value.ts';
import type { ApprovalView } from '#lib/views.ts';

const TEXT = {
  ask: 'Fill in',
  asked: 'What is asked for',
  answered: 'What was filled in',
  empty: 'Empty',
  hint: 'A no needs none of this.',
};

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
  const { fields } = approval.request;
  if (!fields) return null;
  if (!open) return <Answered fields={fields} approval={approval} />;
  const own = Object.entries(problems).filter(([path]) => path.startsWith(PREFIX));
  const byName = Object.fromEntries(own.map(([path, message]) => [path.slice(PREFIX.length), message]));
  return (
    <Section title={TEXT.ask}>
      <AnswerFields fields={fields} draft={draft.answers} problems={byName} />
      <p className="mt-3 text-sm text-ink-faint">{TEXT.hint}</p>
    </Section>
  );
}

function Answered({ fields, approval }: { fields: readonly AnswerField[]; approval: ApprovalView }) {
  const { answers } = approval;
  return (
    <Section title={answers ? TEXT.answered : TEXT.asked}>
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
                <span className="text-base text-ink-faint">{ANSWER_TITLES[field.type]}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Answer({ value }: { value: Json }) {
  const text = answerText(value);
  if (text === '') return <span className="text-base text-ink-faint italic">{TEXT.empty}</span>;
  return <LongText text={text} />;
}

function answerText(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map(answerText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
