import { z } from 'zod';

/** `data`: base64 of a .zip or of a SKILL.md. */
export const SkillUpload = z.strictObject({ data: z.base64().min(1).max(1_500_000) });
/** `read`: the hash of the version that was read; a pack is switched on as just that. */
export const SkillChange = z.strictObject({
  on: z.boolean(),
  read: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Use the hash that the pack was shown with.')
    .optional(),
});
