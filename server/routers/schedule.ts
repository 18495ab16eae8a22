import { SchedulePreview } from '#server/inputs.ts';
import { previewSchedule } from '#server/services/schedule.ts';
import { router, withRight } from '#server/trpc.ts';

export const scheduleRouter = router({
  preview: withRight('view')
    .input(SchedulePreview)
    .query(({ input }) => previewSchedule(input)),
});
