import { ByName } from '#server/inputs.ts';
import { SkillChange, SkillUpload } from '#server/skill-inputs.ts';
import { changeSkill, removeSkill, skillPack, skillPacks, uploadSkill } from '#server/services/skills.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const admin = withRight('admin');

export const skillsRouter = router({
  list: view.query(() => skillPacks()),
  get: view.input(ByName).query(({ input }) => skillPack(input.name)),
  upload: admin.input(SkillUpload).mutation(({ ctx, input }) => uploadSkill(input, ctx.actor)),
  change: admin.input(SkillChange.extend(ByName.shape)).mutation(({ ctx, input }) => changeSkill(input, ctx.actor)),
  remove: admin.input(ByName).mutation(({ ctx, input }) => removeSkill(input.name, ctx.actor)),
});
