'use client';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { whenOpen } from '#components/ui/on-demand.tsx';

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  /** The verb that will happen, e.g. "Delete connection". */
  confirm: string;
  cancel?: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  children?: ReactNode;
};

/** Asks before something that cannot easily be undone. Focus starts on the harmless button. */
export const ConfirmDialog = whenOpen<ConfirmDialogProps>(
  dynamic(() => import('#components/ui/confirm-window.tsx').then((module) => module.ConfirmWindow)),
);
