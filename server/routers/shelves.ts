import { ById, FolderChange, MoveFlows, NewFolder, NewTag, TagChange, TagFlows } from '#server/inputs.ts';
import * as shelves from '#server/services/shelves.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');

export const shelvesRouter = router({
  list: view.query(() => shelves.shelves()),
  addFolder: edit.input(NewFolder).mutation(({ input }) => shelves.addFolder(input)),
  changeFolder: edit.input(FolderChange).mutation(({ input }) => shelves.changeFolder(input)),
  removeFolder: edit.input(ById).mutation(({ input }) => shelves.removeFolder(input.id)),
  move: edit.input(MoveFlows).mutation(({ input }) => shelves.moveFlows(input)),
  addTag: edit.input(NewTag).mutation(({ input }) => shelves.addTag(input)),
  changeTag: edit.input(TagChange).mutation(({ input }) => shelves.changeTag(input)),
  removeTag: edit.input(ById).mutation(({ input }) => shelves.removeTag(input.id)),
  tag: edit.input(TagFlows).mutation(({ input }) => shelves.tagFlows(input)),
});
