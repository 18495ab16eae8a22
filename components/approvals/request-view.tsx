'use client';
import { Paperclip, Plug, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ArgumentView, OriginLine, TrickWarnings } from '#components/approvals/argument-view.tsx';
import { ModelWords } from '#components/approvals/model-words.tsx';
import { Sentence } from '#components/data/sentence.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import type { ApprovalArgument, ApprovalRequest } from '#lib/approval.ts';
import type { DoneBefore, EditedFrom } from '#lib/views.ts';

const HASH = 'SHA-256';

/** One part of the document. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line px-5 py-4 sm:px-7">
      <h3 className="mb-2 text-sm font-medium text-ink-faint">{title}</h3>
      {children}
    </section>
  );
}

function Target({ request }: { request: ApprovalRequest }) {
  const t = useTranslations('approvals.requestView');
  if (!request.target) return null;
  const argument = request.args.find(({ role }) => role === 'target');
  return (
    <Section title={t('whoOrWhatIt')}>
      <p className="text-sm text-ink-soft">{request.target.kind}</p>
      <ModelWords label={argument?.label}>
        <p className="mt-0.5 text-lg font-semibold">
          <VisibleText text={request.target.id} />
        </p>
      </ModelWords>
      <TrickWarnings text={request.target.id} target />
      {argument && <OriginLine label={argument.label} />}
    </Section>
  );
}

function Attachments({ attachments }: Pick<ApprovalRequest, 'attachments'>) {
  const t = useTranslations('approvals.requestView');
  const units = useUnits();
  if (attachments.length === 0) return null;
  return (
    <Section title={t('attachments')}>
      <ul className="flex flex-col gap-3">
        {attachments.map((file) => (
          <li key={file.sha256 + file.name} className="flex gap-2.5">
            <Paperclip className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden />
            <div className="min-w-0">
              <p className="text-base">
                <VisibleText text={file.name} className="font-medium" />
                <span className="tabular text-ink-faint">
                  {' '}
                  · {units.bytes(file.size)} · {file.contentType}
                </span>
              </p>
              <TrickWarnings text={file.name} target />
              <p className="flex items-center gap-1 font-mono text-xs text-ink-faint">
                <span className="wrap-anywhere">
                  {HASH} {file.sha256}
                </span>
                <CopyButton text={file.sha256} label={t('hash')} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Why({ request }: { request: ApprovalRequest }) {
  const t = useTranslations('approvals.requestView');
  const { scope, connection } = request;
  return (
    <Section title={t('whyYouAreAsked')}>
      <p className="flex gap-2 text-base">
        <Scale className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden />
        <span className="min-w-0">
          <Sentence text={request.reason} />{' '}
          <span className="text-ink-faint">
            {t('rule')}{' '}
            <code className="rounded-sm bg-sunken px-1 py-px font-mono text-sm wrap-anywhere">{request.rule}</code>
            <span className="tabular">{t('policy', { version: request.policyVersion })}</span>
          </span>
        </span>
      </p>
      {connection && (
        <p className="mt-2 flex gap-2 text-base">
          <Plug className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden />
          <span className="min-w-0">
            {t('signsInWith')} <VisibleText text={connection.name} className="font-medium" />{' '}
            <span className="text-ink-faint">({connection.type})</span>
          </span>
        </p>
      )}
      {scope.integrity === 'untrusted' && (
        <div className="mt-2">
          <p className="text-base text-ink-soft">{t('thatThisStepRuns')}</p>
          <OriginLine label={scope} />
        </div>
      )}
    </Section>
  );
}

export type RequestViewProps = {
  request: ApprovalRequest;
  before: DoneBefore | null;
  edited: EditedFrom | null;
  onOpen: (field: string) => void;
  /** Stands in for the arguments while they are edited. */
  editor?: ReactNode;
};

/** A drawn question's own words stand at the head of the sheet already. */
export function repeatsHead({ title, message }: ApprovalRequest) {
  return ({ value }: ApprovalArgument) => value === title || value === message;
}

/** All that an approval binds: target, every argument, files, rule. */
export function RequestView({ request, before, edited, onOpen, editor }: RequestViewProps) {
  const t = useTranslations('approvals.requestView');
  const args =
    request.kind === 'step' ? request.args.filter((argument) => !repeatsHead(request)(argument)) : request.args;
  return (
    <>
      <Target request={request} />
      {args.length > 0 && (
        <Section title={request.kind === 'step' ? t('details') : t('withExactlyThis')}>
          {editor ?? (
            <dl className="-my-2 divide-y divide-line">
              {args.map((argument) => (
                <ArgumentView
                  key={argument.field}
                  argument={argument}
                  before={before}
                  edited={edited}
                  onOpen={() => onOpen(argument.field)}
                />
              ))}
            </dl>
          )}
        </Section>
      )}
      <Attachments attachments={request.attachments} />
      <Why request={request} />
      {(request.kind === 'gate' || request.kind === 'cap') && (
        <Section title={t('ifNo')}>
          <p className="text-base">{t('ifNoText')}</p>
        </Section>
      )}
    </>
  );
}
