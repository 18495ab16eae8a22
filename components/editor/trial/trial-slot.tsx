'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useUi } from '#components/editor/editor-context.tsx';

const TrialHost = dynamic(() => import('#components/editor/trial/trial-host.tsx').then((module) => module.TrialHost), {
  ssr: false,
});
const StepDialog = dynamic(
  () => import('#components/editor/trial/step-dialog.tsx').then((module) => module.StepDialog),
  {
    ssr: false,
  },
);

const PinsDialog = dynamic(
  () => import('#components/editor/trial/pins-dialog.tsx').then((module) => module.PinsDialog),
  { ssr: false },
);

/** What tries a draft out is loaded when it is first asked for. */
export function TrialSlot() {
  const asked = useUi((state) => state.trial !== null);
  const step = useUi((state) => state.step);
  const pins = useUi((state) => state.dialog === 'pins');
  const [wanted, setWanted] = useState(false);
  if (asked && !wanted) setWanted(true);
  return (
    <>
      {wanted && <TrialHost />}
      {step && <StepDialog />}
      {pins && <PinsDialog />}
    </>
  );
}
