import { pageTitle } from '#app/request-texts.ts';
import { PeoplePage } from '#components/people/people-page.tsx';

export const generateMetadata = pageTitle('people');

export default function People() {
  return <PeoplePage />;
}
