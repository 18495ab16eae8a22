import type { Implementations } from '#activities/context.ts';
import type { endorse as declared } from '#nodes/endorse.ts';

/** The gate has asked a person about exactly this value: it is handed on as it is. */
export const endorse = {
  'value.endorse': async ({ value }) => ({ value }),
} satisfies Implementations<typeof declared>;
