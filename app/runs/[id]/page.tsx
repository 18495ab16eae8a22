import { pageTitle } from '#app/request-texts.ts';
import { RunPage } from '#components/runs/run-page.tsx';

export const generateMetadata = pageTitle('run');

export default async function Run({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RunPage key={id} id={id} />;
}
