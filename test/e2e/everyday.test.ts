/** Connections for everyday steps, made and tried in the page; a notice that comes to the bell by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect as plain, test } from 'vitest';
import { SmtpFake, USER } from '#test/fakes/smtp-server.ts';
import { draw } from '../support/draw.ts';
import { expect } from './support/browser.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;
let mail: SmtpFake;
let folder: string;

beforeAll(async () => {
  mail = await SmtpFake.start();
  folder = await mkdtemp(join(tmpdir(), 'hearth-e2e-'));
  page = await hearth().newPage({ provokes: /status of 4\d\d/ });
  await signUp(page, hearth());
});
afterAll(async () => {
  await mail.stop();
  await rm(folder, { recursive: true, force: true });
});

async function choose(kind: string) {
  await page.goto('/connections');
  await page.getByRole('button', { name: 'New connection' }).first().click();
  await page.getByRole('button', { name: kind }).click();
  return page.getByRole('dialog', { name: kind });
}

test('a mail server is connected and tried out', async () => {
  const form = await choose('Mail (SMTP)');
  const { certificate } = mail.settings();
  await form.getByLabel('Server').fill('localhost');
  await form.getByLabel('Port').fill(String(mail.port));
  await form.getByLabel('From').fill('me@example.org');
  await form.getByLabel('User').fill(USER.user);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('User and password belong together.')).toBeVisible();
  await form.getByLabel('Password').fill(USER.password);
  await form.getByText('More settings').click();
  await form.getByLabel('Certificate').fill(String(certificate));
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText('Signed in as ada.')).toBeVisible();
});

test('a folder is connected, and only one that flows may have', async () => {
  const form = await choose('Folder');
  await form.getByLabel('Path').fill('/etc');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('it belongs to the system')).toBeVisible();
  await form.getByLabel('Path').fill(folder);
  await form.getByRole('combobox').click();
  await page.getByRole('option', { name: 'read, write and delete files' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const [saved] = (await apiOf(page, hearth()).connections.list.query()).filter(({ type }) => type === 'folder');
  plain(saved?.config).toEqual({ path: folder, access: 'write' });
  await page.getByRole('listitem').filter({ hasText: 'Folder' }).getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText('The folder is there and holds 0 files and folders.')).toBeVisible();
});

test('a connection says which step uses it and what failed there, and is renamed by keys', async () => {
  const api = apiOf(page, hearth());
  const { id } = await api.connections.create.mutate({
    name: 'Shop',
    type: 'http-bearer',
    // Nobody answers there.
    config: { hosts: ['127.0.0.1:9'] },
    secrets: { token: 'not-shown' },
  });
  const drawn = draw({
    name: 'Orders',
    nodes: { start: ['manual'], ask: ['http.request', { url: 'http://127.0.0.1:9/orders' }] },
    wires: ['start > ask'],
  });
  const nodes = drawn.nodes.map((node) => (node.id === 'ask' ? { ...node, connection: id } : node));
  const flow = await api.flows.create.mutate({ flow: { ...drawn, nodes } });
  const { runId } = await api.flows.run.mutate({ id: flow.id, mode: 'test', input: {} });
  await expect
    .poll(async () => (await api.connections.health.query()).find((one) => one.id === id)?.problem?.runId)
    .toBe(runId);

  await page.goto('/connections');
  const row = page.getByRole('listitem').filter({ hasText: '127.0.0.1:9' }).first();
  await expect(row.getByText('The last use failed:')).toBeVisible();
  await expect(row.getByRole('link', { name: 'Open the run' })).toHaveAttribute('href', `/runs/${runId}`);

  await row.getByRole('button', { name: 'Actions for Shop' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
  await page.getByRole('dialog', { name: 'Rename connection' }).getByRole('textbox').fill('Corner shop');
  await page.keyboard.press('Enter');
  await expect(row.getByText('Corner shop')).toBeVisible();

  await row.getByRole('link', { name: 'ask' }).click();
  await expect(page).toHaveURL(new RegExp(`/flows/${flow.id}\\?step=ask$`));
  await expect(page.getByRole('complementary', { name: 'Settings of ask' })).toBeVisible();
});

test('what a step tells the owner comes to the bell while the page is open', async () => {
  const api = apiOf(page, hearth());
  await page.goto('/flows');
  await expect(page.getByRole('button', { name: 'Notices', exact: true })).toBeVisible();
  const flow = draw({
    name: 'Lamp',
    nodes: { start: ['manual'], tell: ['notify', { title: 'The lamp is on', text: 'See https://lamp.example' }] },
    wires: ['start > tell'],
  });
  const { id } = await api.flows.create.mutate({ flow });
  const { runId } = await api.flows.run.mutate({ id, mode: 'test', input: {} });
  await page.getByRole('button', { name: 'Notices, 1 unread' }).click();
  const list = page.getByRole('dialog', { name: 'Notices' });
  await expect(list.getByText('See https://lamp.example')).toBeVisible();
  await expect(list.getByRole('link')).toHaveAttribute('href', `/runs/${runId}`);
  await list.getByRole('button', { name: 'Mark as read: The lamp is on' }).click();
  await expect(page.getByRole('button', { name: 'Notices', exact: true })).toBeVisible();
  await list.getByRole('link', { name: 'Open the run' }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}$`));
  await expect(list).toBeHidden();
});
