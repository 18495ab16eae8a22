'use client';
import { createContext, useContext } from 'react';

/** Which round of a loop is looked at: `outer` is the round of the loops around it, `index` the place in its own. */
export type RoundLook = { outer: string; index: number };

/** The rounds looked at, by loop. */
export type RoundLooks = ReadonlyMap<string, RoundLook>;

/** Chooses the round of a loop to look at; null looks at all of them together. Null where no run is shown. */
export const RoundLookContext = createContext<((loop: string, look: RoundLook | null) => void) | null>(null);

export function useRoundLook() {
  return useContext(RoundLookContext);
}

/** The looks with another one; those at rounds within the round that was looked at before mean nothing any more. */
export function withLook(looks: RoundLooks, loop: string, look: RoundLook | null): RoundLooks {
  const before = looks.get(loop);
  const path = before && (before.outer === '' ? String(before.index) : `${before.outer}/${before.index}`);
  const kept = [...looks].filter(
    ([other, { outer }]) => other !== loop && (path === undefined || (outer !== path && !outer.startsWith(`${path}/`))),
  );
  return new Map(look ? [...kept, [loop, look]] : kept);
}
