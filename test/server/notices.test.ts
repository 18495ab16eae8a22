import { beforeEach, expect, test } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import { addNotice } from '#platform/notices.ts';
import { db } from '#prisma/client.ts';
import { appRouter } from '#server/routers/index.ts';
import { addPerson } from './house.ts';

beforeEach(async () => {
  await db().notice.deleteMany();
});

async function given(title: string): Promise<string> {
  const told = { text: '', level: 'info' as const, runId: 'r', flowId: 'f', flowName: 'F', label: TRUSTED };
  return (await addNotice({ ...told, title, effectKey: title })).id;
}

test('the owner sees notices, unread ones first, and marks one or all as read', async () => {
  const caller = appRouter.createCaller({ actor: await addPerson('owner') });
  const one = await given('one');
  await given('two');
  await given('three');
  await caller.notices.read({ id: one });
  expect((await caller.notices.list()).map(({ title }) => title)).toEqual(['three', 'two', 'one']);
  const again = await given('one');
  expect([again, await caller.notices.count()]).toEqual([one, { unread: 2 }]);
  await caller.notices.read({});
  expect(await caller.notices.count()).toEqual({ unread: 0 });
  expect((await caller.notices.list()).every(({ readAt }) => readAt !== null)).toBe(true);
});

test('nobody else sees them', async () => {
  await given('private');
  for (const role of ['viewer', 'editor', 'runner', 'approver']) {
    const caller = appRouter.createCaller({ actor: await addPerson(role) });
    await expect(caller.notices.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(caller.notices.read({})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  }
});
