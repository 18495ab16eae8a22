import { Suspense } from 'react';
import { pageTitle } from '#app/request-texts.ts';
import { RunsPage } from '#components/runs/runs-page.tsx';

export const generateMetadata = pageTitle('runs');

export default function Runs() {
  return (
    <Suspense>
      <RunsPage />
    </Suspense>
  );
}
