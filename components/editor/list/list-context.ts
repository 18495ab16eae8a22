'use client';
import { createContext, useContext } from 'react';
import type { RowFacts } from '#components/editor/list/use-rows.ts';
import type { QuickAdd } from '#components/editor/store/ui.ts';
import type { Flow } from '#lib/flow.ts';

/** Where a step is to be added, or which it replaces. */
export type Asked = Omit<QuickAdd, 'screen' | 'at'>;

export type ListHands = {
  flow: Flow;
  facts: ReadonlyMap<string, RowFacts>;
  /** The line that the keys are at; only its buttons are in the order of Tab. */
  current: string | null;
  renaming: string | null;
  goTo: (id: string) => void;
  touch: (id: string) => void;
  open: (id: string) => void;
  rename: (id: string | null) => void;
  add: (asked: Asked) => void;
  connect: (id: string) => void;
  remove: (id: string) => void;
  duplicate: (id: string) => void;
  toggle: (id: string) => void;
  /** Changes places with the step before (`-1`) or after; null where that makes no sense. */
  mover: (id: string, by: -1 | 1) => (() => void) | null;
};

export const ListContext = createContext<ListHands | null>(null);

export function useList(): ListHands {
  const hands = useContext(ListContext);
  if (!hands) throw new Error('This part of the list stands outside of it.');
  return hands;
}
