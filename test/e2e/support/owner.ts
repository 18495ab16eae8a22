/** The first person: makes the account through the set-up page, then calls the API as that person's browser does. */
import type { Page } from '@playwright/test';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '#server/routers/index.ts';
import { expect } from './browser.ts';

export const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };

/** Creates the owner with the one-time code; ends on the list of flows. */
export async function signUp(page: Page, { setupCode }: { setupCode: string }): Promise<void> {
  await page.goto('/');
  await expect(page).toHaveURL(/\/setup$/);
  await page.getByLabel('Set-up code').fill(setupCode);
  await page.getByLabel('Your name').fill(OWNER.name);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Create the owner' }).click();
  await expect(page).toHaveURL(/\/flows$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible();
}

/** Hearth's own API with the session of that page, to bring about what a test begins with. */
export function apiOf(page: Page, { url }: { url: string }): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/api/trpc`,
        async headers() {
          const cookies = await page.context().cookies(url);
          const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
          return { cookie, origin: url, 'sec-fetch-site': 'same-origin' };
        },
      }),
    ],
  });
}
