import { z } from 'zod';

/** A model as Ollama's own library names it: no other host can be named, so nothing comes from elsewhere. */
export const PulledModel = z.strictObject({
  model: z
    .string()
    .trim()
    .max(200)
    .regex(
      /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)?(:[a-z0-9][a-z0-9._-]*)?$/i,
      'Use a name of the Ollama library, such as llama3.2 or qwen3:8b.',
    ),
});
