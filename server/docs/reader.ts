import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { actorOfSession } from '#server/context.ts';

/** The documentation is for people who are signed in and may look at things; others sign in first. */
export async function requireReader(path: string): Promise<void> {
  const actor = await actorOfSession(await headers());
  if (!actor?.rights.includes('view')) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
