'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { answerFreshSignIn } from '#components/live/fresh-sign-in.ts';

const PasswordWindow = dynamic(() =>
  import('#components/auth/password-window.tsx').then((module) => module.PasswordWindow),
);

/** Asks for the password again where the server wants it; nothing until then. */
export function FreshSignIn() {
  // Requests that are refused while the window is open wait for the same answer.
  const [asking, setAsking] = useState<((isConfirmed: boolean) => void)[]>([]);
  useEffect(() => answerFreshSignIn(() => new Promise((resolve) => setAsking((before) => [...before, resolve]))), []);
  if (asking.length === 0) return null;
  const answer = (isConfirmed: boolean) => {
    asking.forEach((resolve) => resolve(isConfirmed));
    setAsking([]);
  };
  return <PasswordWindow onAnswer={answer} />;
}
