/** Of people: shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */

export const ROLES = ['viewer', 'editor', 'runner', 'approver', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that an invite can carry: an owner is made by an owner, of a person who is here. */
export const INVITE_ROLES = ['viewer', 'editor', 'runner', 'approver', 'admin'] as const;
export type InviteRole = (typeof INVITE_ROLES)[number];

export type PersonView = {
  id: string;
  name: string;
  email: string;
  role: string;
  createdAt: string;
  /** Last sign of life of a session; null when signed out everywhere. */
  lastSeenAt: string | null;
  tokens: number;
  /** Why the caller may not change or remove this person; null when they may. */
  fixed: 'owner' | 'last-owner' | null;
};

export type InviteView = {
  id: string;
  role: InviteRole;
  note: string;
  status: 'open' | 'used' | 'expired' | 'revoked';
  createdBy: string | null;
  createdAt: string;
  expiresAt: string;
  usedAt: string | null;
  /** Who came in with it. */
  usedBy: string | null;
};

/** Somebody who decides in another's place. */
export type DelegateView = { id: string; name: string; from: string; until: string };

/** `mine`: who stands in for the caller. `forOthers`: whom the caller stands in for. */
export type DelegatesView = {
  mine: DelegateView[];
  forOthers: DelegateView[];
  /** Who could stand in for the caller. */
  choices: { id: string; name: string }[];
};
