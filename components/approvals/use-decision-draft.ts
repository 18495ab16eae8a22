'use client';
import { useState } from 'react';
import { mustBeOpened } from '#components/approvals/argument-view.tsx';
import { repeatsHead } from '#components/approvals/request-view.tsx';
import { useAnswers } from '#components/forms/use-answers.ts';
import { isLong } from '#components/data/long-text.tsx';
import type { ApprovalRequest } from '#lib/approval.ts';
import type { Json } from '#lib/value.ts';

export const MESSAGE = 'the message';

/** What must be opened before anyone can say yes. */
export function mustRead(request: ApprovalRequest): string[] {
  const repeated = request.kind === 'step' ? repeatsHead(request) : () => false;
  const fields = request.args
    .filter((argument) => mustBeOpened(argument) && !repeated(argument))
    .map(({ field }) => field);
  return isLong(request.message) && request.message !== request.reason ? [MESSAGE, ...fields] : fields;
}

/** The person's work on one request before it is sent: what was opened, filled in, changed. */
export function useDecisionDraft(request: ApprovalRequest) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const answers = useAnswers(request.fields ?? []);
  const [editing, setEditing] = useState(false);
  const [edits, setEdits] = useState<Record<string, Json | undefined>>({});
  const unread = mustRead(request).filter((field) => !opened.has(field));
  const original = new Map(request.args.map(({ field, value }) => [field, JSON.stringify(value)]));
  const changed = Object.entries(edits).filter(([field, value]) => JSON.stringify(value) !== original.get(field));
  return {
    unread,
    answers,
    open: (field: string) => setOpened((before) => new Set([...before, field])),
    editing,
    setEditing: (on: boolean) => {
      setEditing(on);
      setEdits({});
    },
    edit: (field: string, value: Json | undefined) => setEdits((before) => ({ ...before, [field]: value })),
    /** Some edited text cannot be read as a value. */
    broken: changed.some(([, value]) => value === undefined),
    changed: Object.fromEntries(changed) as Record<string, Json>,
    hasChanges: changed.length > 0,
  };
}

export type DecisionDraft = ReturnType<typeof useDecisionDraft>;
