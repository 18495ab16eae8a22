import { expect, test } from 'vitest';
import { rightsOfRole, rightsOfToken } from '#server/rights.ts';

test('each role has exactly its rights, and an unknown one has none', () => {
  expect(rightsOfRole('viewer')).toEqual(['view']);
  expect(rightsOfRole('editor')).toEqual(['view', 'edit']);
  expect(rightsOfRole('runner')).toEqual(['view', 'run']);
  expect(rightsOfRole('approver')).toEqual(['view', 'approve']);
  for (const role of ['admin', 'owner'])
    expect(rightsOfRole(role)).toEqual(['view', 'edit', 'run', 'approve', 'admin']);
  for (const role of ['', 'Owner', 'constructor', '__proto__']) expect(rightsOfRole(role)).toEqual([]);
});

test('a token never gives more than its user has today', () => {
  expect(rightsOfToken('owner', ['view', 'run'])).toEqual(['view', 'run']);
  expect(rightsOfToken('viewer', ['view', 'run', 'admin'])).toEqual(['view']);
  expect(rightsOfToken('owner', ['admin'])).toEqual(['view', 'edit', 'run', 'approve', 'admin']);
  expect(rightsOfToken('gone', ['view'])).toEqual([]);
});
