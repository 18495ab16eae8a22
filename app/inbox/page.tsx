import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InboxPage } from '#components/approvals/inbox-page.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default function Inbox() {
  return (
    <Suspense>
      <InboxPage />
    </Suspense>
  );
}
