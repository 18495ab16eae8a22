import { Suspense } from 'react';
import { pageTitle } from '#app/request-texts.ts';
import { InboxPage } from '#components/approvals/inbox-page.tsx';

export const generateMetadata = pageTitle('inbox');

export default function Inbox() {
  return (
    <Suspense>
      <InboxPage />
    </Suspense>
  );
}
