import { pageTitle } from '#app/request-texts.ts';
import { TablesPage } from '#components/tables/tables-page.tsx';

export const generateMetadata = pageTitle('tables');

export default function Tables() {
  return <TablesPage />;
}
