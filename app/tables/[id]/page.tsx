import { pageTitle } from '#app/request-texts.ts';
import { TablePage } from '#components/tables/table-page.tsx';

export const generateMetadata = pageTitle('table');

export default async function Table({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TablePage key={id} id={id} />;
}
