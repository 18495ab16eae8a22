/** Tools of MCP servers as people see them. */
import type { Risk } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

/** A tool in the words of its server: nobody vouches for them before a person has read them. */
export type McpDescriptor = {
  name: string;
  title: string | null;
  description: string;
  inputSchema: Record<string, Json>;
  /** What the server says of itself; it may only make Hearth more careful. */
  destructive: boolean;
};

/** `new`: nobody has read it. `changed`: the server describes it otherwise than it was read. */
export type McpToolStatus = 'new' | 'changed' | 'on' | 'off';

export type McpToolView = {
  name: string;
  status: McpToolStatus;
  risk: Risk;
  offered: McpDescriptor;
  /** Hash of what is offered: whoever switches it on names what he has read. */
  offeredHash: string;
  /** As it was read; null if nobody has. */
  read: McpDescriptor | null;
  readAt: string | null;
};

/** Why a flow that is offered cannot be started by other assistants now. */
export const OFFER_HINDRANCES = ['unpublished', 'paused', 'start'] as const;

/** A flow as other assistants may start it. `tool`: what it is called there. */
export type FlowOfferView = {
  offered: boolean;
  url: string;
  tool: string;
  hindrance: (typeof OFFER_HINDRANCES)[number] | null;
};
