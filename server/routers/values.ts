import { z } from 'zod';
import { MAX_DEPTH } from '#lib/value.ts';
import { LONGEST_WORDS } from '#lib/value-search.ts';
import * as values from '#server/services/values.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const Index = z.number().int().min(0).max(100_000_000);
const Ref = z.strictObject({ ref: z.string().regex(/^[0-9a-f]{32}$/, 'This is no reference of a stored value.') });
const Place = Ref.extend({ at: z.array(Index).max(MAX_DEPTH) });
const Page = Place.extend({ from: Index });
const words = z.string().min(1).max(LONGEST_WORDS);

/** Large values of runs, by reference and piece by piece. */
export const valuesRouter = router({
  look: view.input(Ref).query(({ input }) => values.lookAtValue(input.ref)),
  page: view.input(Page).query(({ input }) => values.pageOfValue(input)),
  rows: view.input(Page).query(({ input }) => values.rowsOfValue(input)),
  text: view.input(Page).query(({ input }) => values.textOfValue(input)),
  part: view.input(Place).query(({ input }) => values.partOfValue(input)),
  find: view.input(Ref.extend({ words })).query(({ input }) => values.findInValue(input)),
  findText: view.input(Place.extend({ words })).query(({ input }) => values.findInText(input)),
});
