import type { Metadata } from 'next';
import { ConnectionsPage } from '#components/connections/connections-page.tsx';

export const metadata: Metadata = { title: 'Connections' };

export default function Connections() {
  return <ConnectionsPage />;
}
