import { z } from 'zod';
import { Id, Name, OwnProof } from '#server/inputs.ts';
import * as passkeys from '#server/services/passkeys.ts';
import { freshly, ownProcedure, router } from '#server/trpc.ts';

const Base64 = z.base64url().min(1);
const NewPasskey = z.strictObject({
  name: Name,
  id: Base64.max(2000),
  clientDataJSON: Base64.max(4000),
  attestationObject: Base64.max(20_000),
  transports: z.array(z.string().max(30)).max(10).default([]),
  proof: OwnProof.optional(),
});
const Proven = z.strictObject({ proof: OwnProof.optional() });
const Change = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('codes') }),
  z.strictObject({ what: z.literal('remove'), id: Id }),
]);

/** One's own alone: an admin has no business with the passkeys of others. */
export const passkeysRouter = router({
  list: ownProcedure.query(({ ctx }) => passkeys.listPasskeys(ctx.actor)),
  offer: ownProcedure.use(freshly).mutation(({ ctx }) => passkeys.offerPasskey(ctx.actor)),
  add: ownProcedure
    .use(freshly)
    .input(NewPasskey)
    .mutation(({ ctx, input }) => passkeys.addPasskey(input, ctx.actor)),
  ask: ownProcedure
    .use(freshly)
    .input(Change)
    .mutation(({ ctx, input }) => passkeys.askForChange(input, ctx.actor)),
  remove: ownProcedure
    .use(freshly)
    .input(Proven.extend({ id: Id }))
    .mutation(({ ctx, input }) => passkeys.removePasskey(input, ctx.actor)),
  makeCodes: ownProcedure
    .use(freshly)
    .input(Proven)
    .mutation(({ ctx, input }) => passkeys.makeRecoveryCodes(input, ctx.actor)),
});
