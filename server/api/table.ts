import { z } from 'zod';
import { adminRoutes } from '#server/api/admin-routes.ts';
import { approvalRoutes } from '#server/api/approval-routes.ts';
import { chatRoutes } from '#server/api/chat-routes.ts';
import { flowRoutes } from '#server/api/flow-routes.ts';
import { memoryRoutes } from '#server/api/memory-routes.ts';
import { mcpRoutes } from '#server/api/mcp-routes.ts';
import { modelRoutes } from '#server/api/model-routes.ts';
import { skillRoutes } from '#server/api/skill-routes.ts';
import { openapi } from '#server/api/openapi.ts';
import { route, type Route } from '#server/api/route.ts';
import { outboxRoutes } from '#server/api/outbox-routes.ts';
import { ruleRoutes } from '#server/api/rule-routes.ts';
import { agentRoutes } from '#server/api/agent-routes.ts';
import { runRoutes } from '#server/api/run-routes.ts';
import { systemRoutes } from '#server/api/system-routes.ts';
import { usageRoutes } from '#server/api/usage-routes.ts';
import { versionRoutes } from '#server/api/version-routes.ts';
import { variableRoutes } from '#server/api/variable-routes.ts';

const described: Route[] = [
  ...flowRoutes,
  ...versionRoutes,
  ...runRoutes,
  ...agentRoutes,
  ...approvalRoutes,
  ...chatRoutes,
  ...outboxRoutes,
  ...ruleRoutes,
  ...mcpRoutes,
  ...modelRoutes,
  ...skillRoutes,
  ...variableRoutes,
  ...memoryRoutes,
  ...adminRoutes,
  ...usageRoutes,
  ...systemRoutes,
];

/** Every address of the REST API. */
export const routes: readonly Route[] = [
  ...described,
  route({
    method: 'GET',
    path: '/openapi.json',
    right: 'view',
    summary: 'This description',
    output: z.record(z.string(), z.unknown()),
    handle: () => openapi(described),
  }),
];
