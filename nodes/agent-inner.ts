/** Steps that are in no palette: only the flow that Hearth draws for an agent has them. */
import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { action } from '#nodes/define.ts';
import { MODEL_SERVICES, modelFields } from '#nodes/model-fields.ts';

export const agentInner = {
  'llm.turn': action({
    title: 'One turn of an agent',
    help: 'Gives the model the conversation with what its tools brought, and takes down what it wants next.',
    icon: 'sparkles',
    group: 'Models',
    inner: true,
    version: 1,
    tier: 'activity',
    risk: 'read',
    repeat: 'safe',
    timeout: '15m',
    reads: 'stored',
    connection: { types: MODEL_SERVICES },
    input: z.object({
      ...modelFields,
      round: z
        .number()
        .int()
        .min(0)
        .meta({ title: 'Turn', description: 'Which turn it is, counted from 0.', role: 'control' }),
      results: JsonValue.meta({
        title: 'What the tools brought',
        description: 'The results of the calls that the turn before asked for.',
        role: 'content',
      }),
    }),
    output: z.object({
      status: z.enum(['go', 'done']),
      calls: z.array(
        z.object({
          tool: z.string(),
          title: z.string().optional(),
          message: z.string().optional(),
          fields: JsonValue.optional(),
        }),
      ),
      text: z.string().optional(),
      result: JsonValue.optional(),
    }),
  }),
};
