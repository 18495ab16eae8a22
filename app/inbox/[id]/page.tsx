import { Suspense } from 'react';
import { pageTitle } from '#app/request-texts.ts';
import { InboxPage } from '#components/approvals/inbox-page.tsx';

export const generateMetadata = pageTitle('inbox');

export default async function InboxRequest({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <InboxPage id={id} />
    </Suspense>
  );
}
