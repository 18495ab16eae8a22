/** What is critical is allowed with a passkey: added in the settings, asked for in the inbox, with codes should it be lost. */
import type { CDPSession, Locator, Page } from '@playwright/test';
import { beforeAll, expect as same, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { isOpenToAll } from './support/inspect.ts';
import { db } from './support/many-flows.ts';
import { apiOf, OWNER, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let api: ReturnType<typeof apiOf>;
let device: CDPSession;
let authenticatorId: string;
let flowId: string;
let kept: string[] = [];

const RULE = {
  id: 'counting-takes-care',
  match: { tool: 'counter.add' },
  effect: 'passkey' as const,
  reason: 'Counting takes care here.',
};

beforeAll(async () => {
  // A wrong recovery code is refused; so is what wants the password again.
  page = await hearth().newPage({ provokes: /status of (403|422)/ });
  await signUp(page, hearth());
  api = apiOf(page, hearth());
  await api.policy.save.mutate({ document: { rules: [RULE] }, base: 0 });
  const flow = draw({
    name: 'Counts',
    nodes: { start: ['manual'], count: ['counter.add', { counter: 'strokes' }] },
    wires: ['start > count'],
  });
  flowId = (await api.flows.create.mutate({ flow })).id;
  device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const added = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  ({ authenticatorId } = added);
});

/** A run that waits for a yes, and its request in the inbox. */
async function asked(): Promise<{ runId: string; request: Locator }> {
  const { runId } = await api.flows.run.mutate({ id: flowId, mode: 'test', input: {} });
  const waiting = async () =>
    (await api.approvals.list.query({ status: 'waiting' })).items.find((item) => item.runId === runId)?.id ?? '';
  await expect.poll(waiting).not.toBe('');
  await page.goto(`/inbox/${await waiting()}`);
  const request = page.getByRole('article', { name: /Count/ });
  await expect(request).toBeVisible();
  return { runId, request };
}

const counted = async () =>
  (await api.counters.list.query({})).items.find(({ name }) => name === 'strokes')?.value ?? 0;

async function ends(runId: string): Promise<string> {
  await expect.poll(async () => (await api.runs.get.query({ id: runId })).endedAt).not.toBeNull();
  return (await api.runs.get.query({ id: runId })).status;
}

test('without a passkey there is only the no, and the way to add one', async () => {
  const { runId, request } = await asked();
  await expect(request.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await isOpenToAll(page, 'a request without a passkey');
  await request.getByRole('link', { name: 'Add a passkey in Settings' }).click();
  await expect(page.getByRole('region', { name: 'Passkeys' })).toBeInViewport();
  await page.goBack();
  await request.getByRole('button', { name: 'Deny' }).click();
  await request.getByRole('textbox', { name: 'Why?' }).fill('Not now');
  await request.getByRole('button', { name: 'Deny' }).click();
  await expect(request).toContainText('Not now');
  await ends(runId);
  same(await counted()).toBe(0);
});

test('a passkey is added by keyboard after the password, and ten codes are shown once', async () => {
  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Passkeys' });
  await expect(section).toContainText('No passkey yet');
  await db(hearth().dataDir).oldSessions();
  await section.getByRole('button', { name: 'Add a passkey' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Name').fill('This laptop');
  await isOpenToAll(page, 'a passkey to be named');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Is it you?' }).getByLabel('Password').fill(OWNER.password);
  await page.keyboard.press('Enter');
  await expect(section.getByRole('listitem')).toContainText('This laptop');
  // A stolen password makes no codes: the passkey that is there now is asked for.
  const question = page.getByRole('dialog', { name: 'Show that it is you' });
  await section.getByRole('button', { name: 'Make recovery codes' }).click();
  await isOpenToAll(page, 'a passkey before a change');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(section).toContainText('None yet');
  await section.getByRole('button', { name: 'Make recovery codes' }).click();
  await question.getByRole('button', { name: 'Use a passkey' }).click();
  const codes = page.getByRole('dialog', { name: 'Keep these codes now' });
  await isOpenToAll(page, 'recovery codes');
  const shown = (await codes.getByRole('region', { name: 'recovery codes' }).innerText()).trim().split('\n');
  same(shown).toHaveLength(10);
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await expect(section).toContainText('10 of 10 are left.');
  kept = shown;
});

test('the part that matters is typed, the passkey signs, and the action is done', async () => {
  const { runId, request } = await asked();
  await request.getByRole('button', { name: 'Approve' }).click();
  const box = request.getByLabel('Type again: Counter');
  await expect(box).toBeFocused();
  await page.keyboard.type('stroke');
  await page.keyboard.press('Enter');
  await expect(request).toContainText('This is not what stands above.');
  await isOpenToAll(page, 'what matters typed wrong');
  await page.keyboard.type('s');
  await page.keyboard.press('Enter');
  await expect(request).toContainText('Approved by Ada');
  same(await ends(runId)).toBe('done');
  same(await counted()).toBe(1);
});

test('what is edited is another request: it takes the passkey and the part that matters for itself', async () => {
  const { runId, request } = await asked();
  await request.getByRole('button', { name: 'Edit' }).click();
  await request.getByLabel('Counter').fill('laps');
  await request.getByRole('button', { name: 'Ask with these changes' }).click();
  await expect(request).toContainText('Ada put this in');
  same((await api.runs.get.query({ id: runId })).endedAt).toBeNull();
  await isOpenToAll(page, 'a request that was edited');
  await request.getByRole('button', { name: 'Approve' }).click();
  await request.getByLabel('Type again: Counter').fill('laps');
  await page.keyboard.press('Enter');
  await expect(request).toContainText('Approved by Ada');
  same(await ends(runId)).toBe('done');
  same((await api.counters.list.query({})).items.find(({ name }) => name === 'laps')?.value).toBe(1);
  same(await counted()).toBe(1);
});

test('a person who is not verified allows nothing; a recovery code does, once', async () => {
  const first = await asked();
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await first.request.getByRole('button', { name: 'Approve' }).click();
  await first.request.getByLabel('Type again: Counter').fill('strokes');
  await first.request.getByRole('button', { name: 'Approve with passkey' }).click();
  await expect(first.request).toContainText('The passkey was not used');
  await first.request.getByRole('button', { name: 'Use a recovery code' }).click();
  await first.request.getByLabel('Recovery code').fill(kept[0] ?? '');
  await first.request.getByRole('button', { name: 'Approve with recovery code' }).click();
  await expect(first.request).toContainText('Approved by Ada');
  same(await ends(first.runId)).toBe('done');
  same(await counted()).toBe(2);
  const { request } = await asked();
  await request.getByRole('button', { name: 'Approve' }).click();
  await request.getByLabel('Type again: Counter').fill('strokes');
  await request.getByRole('button', { name: 'Use a recovery code' }).click();
  await request.getByLabel('Recovery code').fill(kept[0] ?? '');
  await request.getByRole('button', { name: 'Approve with recovery code' }).click();
  await expect(request).toContainText('wrong or was used already');
  same(await counted()).toBe(2);
});
