import { z } from 'zod';
import { OFFER_HINDRANCES } from '#lib/views-mcp.ts';
import { route } from '#server/api/route.ts';
import { FlowOffer, McpToolChange, RiskName } from '#server/mcp-inputs.ts';
import { changeMcpTool, mcpTools, refreshMcpTools } from '#server/services/mcp-tools.ts';
import { offerFlow, offerOf } from '#server/services/offered-flows.ts';

const Descriptor = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.json()),
  destructive: z.boolean(),
});
const ToolShown = z.object({
  name: z.string(),
  status: z.enum(['new', 'changed', 'on', 'off']),
  risk: RiskName,
  offered: Descriptor,
  offeredHash: z.string(),
  read: Descriptor.nullable(),
  readAt: z.iso.datetime().nullable(),
});

export const mcpRoutes = [
  route({
    method: 'GET',
    path: '/connections/:id/tools',
    right: 'view',
    summary: 'Tools of an MCP server, as it describes them now and as they were read',
    output: z.object({ items: z.array(ToolShown) }),
    handle: async ({ params }) => ({ items: await mcpTools(params.id) }),
  }),
  route({
    method: 'POST',
    path: '/connections/:id/tools',
    right: 'edit',
    summary: 'Ask an MCP server what it offers now; new and changed tools are off until they are read',
    output: z.object({ ok: z.boolean(), message: z.string(), items: z.array(ToolShown) }),
    handle: ({ params }) => refreshMcpTools(params.id),
  }),
  route({
    method: 'PATCH',
    path: '/connections/:id/tools/:name',
    right: 'admin',
    summary: 'Switch a tool on (naming the hash of what was read) or off, or say how much care it takes',
    body: McpToolChange,
    output: ToolShown,
    handle: ({ params, body, actor }) => changeMcpTool({ ...body, ...params }, actor),
  }),
  route({
    method: 'GET',
    path: '/flows/:id/offer',
    right: 'view',
    summary: 'Whether a flow is offered at /mcp, what it is called there, and what keeps others from starting it',
    output: FlowOffer.extend({
      url: z.string(),
      tool: z.string(),
      hindrance: z.enum(OFFER_HINDRANCES).nullable(),
    }),
    handle: ({ params }) => offerOf(params.id),
  }),
  route({
    method: 'PUT',
    path: '/flows/:id/offer',
    right: 'admin',
    summary: 'Offer a published flow as a tool at /mcp, or no longer',
    body: FlowOffer,
    output: FlowOffer,
    handle: ({ params, body, actor }) => offerFlow({ id: params.id, ...body, actor }),
  }),
];
