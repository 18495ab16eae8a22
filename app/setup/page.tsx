import { pageTitle } from '#app/request-texts.ts';
import { SetupForm } from '#components/auth/setup-form.tsx';

export const generateMetadata = pageTitle('setUp');

export default function SetupPage() {
  return <SetupForm />;
}
