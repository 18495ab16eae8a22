import type { Right } from '#lib/views.ts';

export const RIGHTS: readonly Right[] = ['view', 'edit', 'run', 'approve', 'admin'];

const BY_ROLE: Record<string, readonly Right[]> = {
  viewer: ['view'],
  editor: ['view', 'edit'],
  runner: ['view', 'run'],
  approver: ['view', 'approve'],
  admin: RIGHTS,
  owner: RIGHTS,
};

/** The rights of a role; a role nobody knows has none. */
export function rightsOfRole(role: string): Right[] {
  return Object.hasOwn(BY_ROLE, role) ? [...(BY_ROLE[role] ?? [])] : [];
}

/** The rights of a token: never more than its user has today, whatever it was made with. */
export function rightsOfToken(role: string, scopes: readonly Right[]): Right[] {
  const wanted = scopes.includes('admin') ? RIGHTS : scopes;
  return rightsOfRole(role).filter((right) => wanted.includes(right));
}
