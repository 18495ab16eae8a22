import { pageTitle } from '#app/request-texts.ts';
import { JoinForm } from '#components/people/join-form.tsx';

export const generateMetadata = pageTitle('join');

export default function Join() {
  return <JoinForm />;
}
