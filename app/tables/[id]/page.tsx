import type { Metadata } from 'next';
import { TablePage } from '#components/tables/table-page.tsx';

export const metadata: Metadata = { title: 'Table' };

export default async function Table({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TablePage key={id} id={id} />;
}
