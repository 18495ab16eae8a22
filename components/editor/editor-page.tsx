'use client';
import dynamic from 'next/dynamic';
import { EditorSkeleton } from '#components/editor/editor-skeleton.tsx';
import { loadStepTexts } from '#components/texts/step-texts.ts';

const FlowEditor = dynamic(
  () =>
    Promise.all([import('#components/editor/flow-editor.tsx'), loadStepTexts().catch(() => undefined)]).then(
      ([module]) => module.FlowEditor,
    ),
  { ssr: false, loading: EditorSkeleton },
);

/** Loads the editor on its own: no other page pays for the canvas. */
export function EditorPage({ id }: { id: string }) {
  return <FlowEditor id={id} />;
}
