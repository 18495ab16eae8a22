'use client';
import { useState } from 'react';
import { MOST_IN_BATCH } from '#lib/approval-together.ts';
import type { ApprovalCard } from '#lib/views.ts';

export type Batch = {
  /** Rows can be picked. */
  on: boolean;
  setOn: (on: boolean) => void;
  ids: readonly string[];
  toggle: (id: string) => void;
  /** Whether a row can be picked, with what is picked already. */
  fits: (card: ApprovalCard) => boolean;
};

/** Whether any two of them may be decided together. */
export function hasBatch(cards: readonly Pick<ApprovalCard, 'batch'>[]): boolean {
  const keys = cards.flatMap(({ batch }) => (batch === null ? [] : [batch]));
  return new Set(keys).size < keys.length;
}

/** Whether a card may join those that are picked. */
export function joins(card: ApprovalCard, picked: readonly ApprovalCard[]): boolean {
  if (picked.some(({ id }) => id === card.id)) return true;
  const first = picked[0];
  return card.batch !== null && picked.length < MOST_IN_BATCH && (!first || first.batch === card.batch);
}

/** Which requests are picked for one answer. What is gone from the list is not picked any more. */
export function useBatch(cards: readonly ApprovalCard[]): Batch {
  const [on, setOn] = useState(false);
  const [ids, setIds] = useState<readonly string[]>([]);
  const picked = cards.filter(({ id, batch }) => batch !== null && ids.includes(id));
  return {
    on,
    setOn: (next) => {
      setOn(next);
      setIds([]);
    },
    ids: picked.map(({ id }) => id),
    toggle: (id) => setIds(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]),
    fits: (card) => joins(card, picked),
  };
}
