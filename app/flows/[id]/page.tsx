import { pageTitle } from '#app/request-texts.ts';
import { EditorPage } from '#components/editor/editor-page.tsx';

export const generateMetadata = pageTitle('editor');

export default async function FlowPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditorPage id={id} />;
}
