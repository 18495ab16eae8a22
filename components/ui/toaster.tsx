'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { toastPlace } from '#components/ui/toast.ts';

const ToastList = dynamic(() => import('#components/ui/toast-list.tsx').then((module) => module.ToastList));

/** The place for short, passing messages, empty until there is one. */
export function Toaster() {
  const [needed, setNeeded] = useState(false);
  useEffect(() => toastPlace.onFirst(() => setNeeded(true)), []);
  return needed ? <ToastList /> : null;
}
