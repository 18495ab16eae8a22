import type { Metadata } from 'next';
import { FlowsPage } from '#components/flows/flows-page.tsx';

export const metadata: Metadata = { title: 'Flows' };

export default function Flows() {
  return <FlowsPage />;
}
