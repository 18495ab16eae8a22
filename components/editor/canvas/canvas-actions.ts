'use client';
import { createContext, useContext } from 'react';
import type { Outlet } from '#components/editor/store/actions.ts';

/** What cards and wires can ask of an editable canvas; null where the drawing is only looked at. */
export type CanvasActions = {
  /** Opens the menu of step types next to an output. */
  addAfter: (from: Outlet, screen: { x: number; y: number }) => void;
  removeEdge: (id: string) => void;
  setNote: (id: string, text: string) => void;
};

export const CanvasActionsContext = createContext<CanvasActions | null>(null);

export function useCanvasActions(): CanvasActions | null {
  return useContext(CanvasActionsContext);
}
