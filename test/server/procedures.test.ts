import { expect, test } from 'vitest';
import type { Right } from '#lib/views.ts';
import type { Actor } from '#server/actor.ts';
import { appRouter } from '#server/routers/index.ts';
import { rightsOfRole } from '#server/rights.ts';
import type { ProcedureMeta } from '#server/trpc.ts';

type Definition = { _def: { type: string; meta?: ProcedureMeta } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Definition>);
const ROLES = ['viewer', 'editor', 'runner', 'approver', 'admin', 'owner'];
const MESSAGE = /does not have the right/;

function withRole(role: string): Actor {
  return { userId: 'u', name: role, email: '', role, via: 'web', rights: rightsOfRole(role) };
}

/** Calls without input: what refuses for lack of a right does so before it looks at the input. */
async function call(name: string, actor: Actor | null): Promise<string> {
  const caller = appRouter.createCaller({ actor }) as unknown as Record<
    string,
    Record<string, (input?: unknown) => Promise<unknown>>
  >;
  const [group = '', one = ''] = name.split('.');
  try {
    await caller[group]?.[one]?.({ neither: 'fish nor fowl' });
    return 'done';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return code === 'FORBIDDEN' && MESSAGE.test(message) ? 'no right' : code;
  }
}

test('every procedure has a right, and exactly four are open to strangers', () => {
  expect(procedures.length).toBeGreaterThan(40);
  expect(procedures.filter(([, procedure]) => !procedure._def.meta?.right).map(([name]) => name)).toEqual([]);
  const open = procedures.filter(([, { _def }]) => _def.meta?.right === 'public').map(([name]) => name);
  expect(open.sort()).toEqual(['invites.join', 'me.get', 'setup.createOwner', 'setup.state']);
  const own = procedures.filter(([, { _def }]) => _def.meta?.right === 'signed-in').map(([name]) => name);
  expect(own.sort()).toEqual([
    'filters.list',
    'filters.remove',
    'filters.save',
    'me.confirm',
    'me.keepTour',
    'me.signOutEverywhere',
    'passkeys.add',
    'passkeys.ask',
    'passkeys.list',
    'passkeys.makeCodes',
    'passkeys.offer',
    'passkeys.remove',
    'runs.sawFailures',
    'tokens.create',
    'tokens.list',
    'tokens.revoke',
  ]);
});

test('whatever changes something needs more than the right to view', () => {
  const own = procedures.filter(([, { _def }]) => _def.meta?.right === 'signed-in').map(([name]) => name);
  const harmless = [...own, 'flows.validate', 'invites.join', 'policy.preview', 'policy.replay', 'setup.createOwner'];
  const weak = procedures.filter(([name, { _def }]) => {
    const right = _def.meta?.right;
    return (
      _def.type === 'mutation' && !harmless.includes(name) && !['edit', 'run', 'approve', 'admin'].includes(right ?? '')
    );
  });
  expect(weak.map(([name]) => name)).toEqual([]);
});

test('a stranger gets UNAUTHORIZED from every procedure that is not public', async () => {
  for (const [name, { _def }] of procedures) {
    if (_def.meta?.right === 'public') continue;
    expect([name, await call(name, null)]).toEqual([name, 'UNAUTHORIZED']);
  }
});

test.each(ROLES)('as %s, exactly the procedures without the right are forbidden', async (role) => {
  const rights: (Right | 'public' | 'signed-in')[] = [...rightsOfRole(role), 'public', 'signed-in'];
  for (const [name, { _def }] of procedures) {
    // Ends sessions of a person who is not in the database: harmless, but nothing to learn from either.
    const allowed = rights.includes(_def.meta?.right ?? 'admin');
    if (allowed && _def.type === 'query') continue;
    const outcome = await call(name, withRole(role));
    if (allowed) expect([name, outcome]).not.toEqual([name, 'no right']);
    else expect([name, outcome]).toEqual([name, 'no right']);
  }
});
