import { pageTitle } from '#app/request-texts.ts';
import { PolicyPage } from '#components/policy/policy-page.tsx';

export const generateMetadata = pageTitle('policy');

export default function Policy() {
  return <PolicyPage />;
}
