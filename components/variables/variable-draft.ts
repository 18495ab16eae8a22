import type { Json } from '#lib/value.ts';
import type { VariableCard } from '#lib/views-data.ts';
import type { TextKey } from '#messages/types.ts';

export type Kind = VariableCard['kind'];

/** A value as it is edited. Text and data share the box, so that changing the kind keeps what was typed. */
export type Draft = { kind: Kind; text: string; yes: boolean };

export const EMPTY_DRAFT: Draft = { kind: 'text', text: '', yes: false };

/** What one edits of a value that is there. */
export function draftOf(value: Json, kind: Kind): Draft {
  if (typeof value === 'string') return { kind, text: value, yes: false };
  return {
    kind,
    text: typeof value === 'number' ? String(value) : JSON.stringify(value, null, 2),
    yes: value === true,
  };
}

/** The value that was typed, or what is wrong with it. */
export function readDraft({ kind, text, yes }: Draft): { value: Json } | { problem: TextKey<'variables.problems'> } {
  switch (kind) {
    case 'text':
      return { value: text };
    case 'yes-no':
      return { value: yes };
    case 'number': {
      const value = text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(value) ? { value } : { problem: 'notANumber' };
    }
    case 'data':
      try {
        return { value: JSON.parse(text) as Json };
      } catch {
        return { problem: 'notJson' };
      }
    default:
      return kind satisfies never;
  }
}
