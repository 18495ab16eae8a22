import type { Metadata } from 'next';
import { EditorPage } from '#components/editor/editor-page.tsx';

export const metadata: Metadata = { title: 'Editor' };

export default async function FlowPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditorPage id={id} />;
}
