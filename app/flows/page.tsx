import { Suspense } from 'react';
import { pageTitle } from '#app/request-texts.ts';
import { FlowsPage } from '#components/flows/flows-page.tsx';

export const generateMetadata = pageTitle('flows');

export default function Flows() {
  return (
    <Suspense>
      <FlowsPage />
    </Suspense>
  );
}
