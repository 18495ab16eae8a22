import { pageTitle } from '#app/request-texts.ts';
import { UsagePage } from '#components/usage/usage-page.tsx';

export const generateMetadata = pageTitle('usage');

export default function Usage() {
  return <UsagePage />;
}
