import { Suspense } from 'react';
import { pageTitle } from '#app/request-texts.ts';
import { SignInForm } from '#components/auth/sign-in-form.tsx';

export const generateMetadata = pageTitle('signIn');

export default function SignInPage() {
  return (
    <Suspense>
      <SignInForm />
    </Suspense>
  );
}
