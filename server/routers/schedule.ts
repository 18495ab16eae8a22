import { z } from 'zod';
import { Id, SchedulePreview } from '#server/inputs.ts';
import { missedFires, previewSchedule } from '#server/services/schedule.ts';
import { router, withRight } from '#server/trpc.ts';

export const scheduleRouter = router({
  preview: withRight('view')
    .input(SchedulePreview)
    .query(({ input }) => previewSchedule(input)),
  missed: withRight('view')
    .input(z.strictObject({ flowId: Id.optional() }))
    .query(({ input }) => missedFires(input.flowId)),
});
