import { describe, expect, it } from 'vitest';
import { deleteConnection, listConnections, openConnection, saveConnection } from '#platform/connections.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { db } from '#prisma/client.ts';
import { givenFlow } from './given.ts';

const TOKEN = 'tok-visible-secret';
const bearer = (over = {}) => ({
  name: 'Shop',
  type: 'http-bearer',
  config: { hosts: ['api.example.org'] } as Record<string, unknown>,
  secrets: { token: TOKEN } as Record<string, string>,
  by: 'user:anna',
  ...over,
});

describe('a connection', () => {
  it('keeps its secret sealed and opens whole', async () => {
    const { id } = await saveConnection(bearer());
    expect(await openConnection(id)).toEqual({
      id,
      name: 'Shop',
      type: 'http-bearer',
      config: { hosts: ['api.example.org'] },
      secrets: { token: TOKEN },
      hosts: ['api.example.org'],
    });
    // From the moment it is open, no log line and no output of this process has it.
    expect(hideKnown(`it is ${TOKEN}`)).toBe('it is [secret]');
    expect(JSON.stringify(await db().connection.findMany())).not.toContain(TOKEN);
    expect(JSON.stringify(await db().audit.findMany())).not.toContain(TOKEN);
  });

  it('is shown with the names of its secrets only, and who uses it', async () => {
    const { id } = await saveConnection(bearer());
    const node = { id: 'a', type: 'http.request', name: 'A', position: { x: 0, y: 0 }, params: {}, connection: id };
    const { flowId } = await givenFlow({ nodes: [node] });
    await db().connection.update({
      where: { id },
      data: { testResult: JSON.stringify({ ok: true, message: 'Fine' }) },
    });
    const shown = (await listConnections()).find((connection) => connection.id === id);
    expect(shown).toMatchObject({
      secretsSet: ['token'],
      usedBy: [{ flowId, flowName: 'Test flow' }],
      testResult: { ok: true },
    });
    expect(JSON.stringify(shown)).not.toContain(TOKEN);
  });

  it('keeps the secret that an edit leaves out, and takes a new one', async () => {
    const { id } = await saveConnection(bearer());
    await saveConnection(bearer({ id, name: 'Store', secrets: {} }));
    expect(await openConnection(id)).toMatchObject({ name: 'Store', secrets: { token: TOKEN } });
    await saveConnection(bearer({ id, secrets: { token: 'new' } }));
    expect((await openConnection(id)).secrets).toEqual({ token: 'new' });
  });

  it('never takes a kept secret to a new host', async () => {
    const { id } = await saveConnection(bearer());
    const moved = bearer({ id, config: { hosts: ['api.example.org', 'evil.example'] } });
    await expect(saveConnection({ ...moved, secrets: {} })).rejects.toThrow(/Enter the secret again.*evil\.example/);
    expect((await openConnection(id)).hosts).toEqual(['api.example.org']);
    await saveConnection(moved);
    expect((await openConnection(id)).hosts).toContain('evil.example');
    await saveConnection(bearer({ id, secrets: {} }));
    expect((await openConnection(id)).hosts).toEqual(['api.example.org']);
  });

  it('cannot be opened once its hosts, kind or place were changed in the database', async () => {
    const { id } = await saveConnection(bearer());
    const other = await saveConnection(bearer());
    const row = await db().connection.findUniqueOrThrow({ where: { id } });
    for (const change of [{ hosts: '["evil.example"]' }, { type: 'http-header' }]) {
      await db().connection.update({ where: { id }, data: change });
      await expect(openConnection(id)).rejects.toThrow(/does not belong here/);
      await db().connection.update({ where: { id }, data: { hosts: row.hosts, type: row.type } });
    }
    await db().connection.update({ where: { id: other.id }, data: { secret: row.secret } });
    await expect(openConnection(other.id)).rejects.toThrow(/does not belong here/);
  });

  it('is checked against its kind before anything is kept', async () => {
    const before = await db().connection.count();
    const bad = [
      bearer({ type: 'nothing' }),
      bearer({ config: {} }),
      bearer({ secrets: {} }),
      bearer({ secrets: { token: TOKEN, extra: 'x' } }),
      bearer({ name: ' ' }),
      bearer({ config: { hosts: ['api.example.org'], token: 'in the open' }, secrets: {} }),
    ];
    for (const save of bad) await expect(saveConnection(save)).rejects.toMatchObject({ name: 'Invalid' });
    expect(await db().connection.count()).toBe(before);
    const { id } = await saveConnection(bearer());
    await expect(saveConnection(bearer({ id, type: 'http-header' }))).rejects.toThrow(/another kind/);
  });

  it('never holds a token of Hearth itself, in a secret or beside it', async () => {
    const own = `hearth_${'a'.repeat(43)}`;
    await expect(saveConnection(bearer({ secrets: { token: own } }))).rejects.toThrow(/token of Hearth itself/);
    await expect(saveConnection(bearer({ secrets: { token: `Bearer ${own}` } }))).rejects.toThrow(/Hearth itself/);
    const header = {
      type: 'http-basic',
      config: { hosts: ['api.example.org'], user: own },
      secrets: { password: 'x' },
    };
    await expect(saveConnection(bearer(header))).rejects.toThrow(/token of Hearth itself/);
  });

  it('keeps a mail password that an edit leaves out, with the rules of both fields together', async () => {
    const config = { host: 'smtp.example.org', port: 465, security: 'tls', user: 'anna', from: 'anna@example.org' };
    const mail = bearer({ type: 'smtp', config, secrets: { password: 'visible' } });
    const { id } = await saveConnection(mail);
    await saveConnection({ ...mail, id, config: { ...config, user: 'ben' }, secrets: {} });
    expect(await openConnection(id)).toMatchObject({ config: { user: 'ben' }, secrets: { password: 'visible' } });
    const nobody = { ...mail, id, config: { ...config, user: '' }, secrets: {} };
    await expect(saveConnection(nobody)).rejects.toMatchObject({ name: 'Invalid' });
  });

  it('that is deleted is gone with its secret', async () => {
    const { id } = await saveConnection(bearer());
    await deleteConnection({ id, by: 'anna' });
    await expect(openConnection(id)).rejects.toThrow(/was deleted/);
    await expect(deleteConnection({ id, by: 'anna' })).rejects.toMatchObject({ name: 'NotFound' });
  });
});
