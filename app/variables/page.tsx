import { pageTitle } from '#app/request-texts.ts';
import { VariablesPage } from '#components/variables/variables-page.tsx';

export const generateMetadata = pageTitle('variables');

export default function Variables() {
  return <VariablesPage />;
}
