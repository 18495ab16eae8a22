import { afterAll, expect, test, vi } from 'vitest';
import { closeDb } from '#prisma/client.ts';
import { handleAuth } from '#server/auth-route.ts';
import { addPerson, callTrpc, OWN_PAGE, PASSWORD, request, signIn } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });
vi.hoisted(() => (process.env['HEARTH_PUBLIC_URL'] = 'https://hearth.example'));
afterAll(closeDb);

test('over TLS the cookie belongs to this host alone', async () => {
  const owner = await addPerson('owner');
  const body = { email: owner.email, password: PASSWORD };
  const response = await handleAuth(request('/api/auth/sign-in/email', { method: 'POST', headers: OWN_PAGE, body }));
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-hearth\.session_token=[^;]+;/);
  for (const attribute of [/; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i, /; Path=\/(;|$)/i])
    expect(cookie).toMatch(attribute);
  expect(cookie).not.toMatch(/Domain=/i);

  const kept = await signIn(owner.email);
  expect((await callTrpc('me.get', { cookie: kept })).data).toMatchObject({ id: owner.userId });
  // A sister site can set a cookie without the prefix; it opens nothing.
  const tossed = kept.replace('__Host-', '');
  expect((await callTrpc('me.get', { cookie: tossed })).data).toBeNull();
});
