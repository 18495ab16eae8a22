import type { Metadata } from 'next';
import { Suspense } from 'react';
import { InboxPage } from '#components/approvals/inbox-page.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxRequest({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense>
      <InboxPage id={id} />
    </Suspense>
  );
}
