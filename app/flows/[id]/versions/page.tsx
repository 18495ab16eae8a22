import { Suspense } from 'react';
import { pageTitle } from '#app/request-texts.ts';
import { VersionsPage } from '#components/versions/versions-page.tsx';

export const generateMetadata = pageTitle('versions');

export default async function FlowVersionsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <VersionsPage id={id} />
    </Suspense>
  );
}
