import { z } from 'zod';

export const RiskName = z.enum(['read', 'write', 'send', 'destroy', 'critical']);
export const McpToolName = z.string().min(1).max(128);
/** `read`: the hash of the description that was read; a tool is switched on as just that. */
export const McpToolChange = z.strictObject({
  on: z.boolean().optional(),
  risk: RiskName.optional(),
  read: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Use the hash that the list of tools shows.')
    .optional(),
});
export const FlowOffer = z.strictObject({ offered: z.boolean() });
