import { ById, NewContact } from '#server/inputs.ts';
import * as contacts from '#server/services/contacts.ts';
import { router, withRight } from '#server/trpc.ts';

const admin = withRight('admin');

export const contactsRouter = router({
  list: withRight('view').query(() => contacts.listContacts()),
  create: admin.input(NewContact).mutation(({ ctx, input }) => contacts.addContact(input, ctx.actor)),
  remove: admin.input(ById).mutation(({ ctx, input }) => contacts.dropContact(input.id, ctx.actor)),
});
