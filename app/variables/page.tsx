import type { Metadata } from 'next';
import { VariablesPage } from '#components/variables/variables-page.tsx';

export const metadata: Metadata = { title: 'Variables' };

export default function Variables() {
  return <VariablesPage />;
}
