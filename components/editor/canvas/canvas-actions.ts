'use client';
import { createContext, useContext } from 'react';
import type { Outlet } from '#components/editor/store/actions.ts';

type Point = { x: number; y: number };

/** What cards and wires can ask of an editable canvas; null where the drawing is only looked at. */
export type CanvasActions = {
  /** Opens the menu of step types next to an output. */
  addAfter: (from: Outlet, screen: Point) => void;
  /** Opens it for a step that goes into a wire. */
  addInto: (edge: string, screen: Point) => void;
  removeEdge: (id: string) => void;
  setNote: (id: string, text: string) => void;
  resizeNote: (id: string, size: { width: number; height: number }) => void;
  renameGroup: (id: string, name: string) => void;
  toggleGroup: (canvasId: string) => void;
  ungroup: (canvasId: string) => void;
  /** The group or note whose text is being changed where it stands, or none any more. */
  write: (canvasId: string | null) => void;
};

export const CanvasActionsContext = createContext<CanvasActions | null>(null);

export function useCanvasActions(): CanvasActions | null {
  return useContext(CanvasActionsContext);
}

/** Canvas id of what is being written on. */
export const WritingContext = createContext<string | null>(null);

export function useIsWriting(canvasId: string): boolean {
  return useContext(WritingContext) === canvasId;
}
