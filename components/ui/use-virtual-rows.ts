'use client';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';

export type VirtualRows = {
  /** For the element that scrolls. */
  box: (element: HTMLElement | null) => void;
  rows: Virtualizer<HTMLElement, HTMLElement>;
};

export type VirtualRowsOptions = {
  count: number;
  /** Pixels of a row before it is measured. */
  rowHeight: number;
  overscan?: number;
  /** What stands fixed above the rows, in pixels. */
  headHeight?: number;
};

/** Of a long list only the rows that are on the screen, and a few around them. */
export function useVirtualRows({ count, rowHeight, overscan = 12, headHeight = 0 }: VirtualRowsOptions): VirtualRows {
  const [element, setElement] = useState<HTMLElement | null>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- it is drawn anew with every scroll, and memoizes nothing
  const rows = useVirtualizer<HTMLElement, HTMLElement>({
    count,
    overscan,
    getScrollElement: () => element,
    estimateSize: () => rowHeight,
    scrollPaddingStart: headHeight,
    initialRect: { width: 600, height: 440 },
  });
  return { box: setElement, rows };
}
