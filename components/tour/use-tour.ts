'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '#components/ui/toast.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useMe } from '#components/shell/session.tsx';
import type { TourState, TourStep } from '#lib/tour.ts';

/** Where the person is in the tour, and how they go on. It is kept by the server, and shown at once. */
export function useTour(): { tour: TourState; go: (at: TourStep | 'over') => void } {
  const { tour } = useMe();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const keep = useMutation(trpc.me.keepTour.mutationOptions({ onError: (error) => toast.error(messageOf(error)) }));
  const go = (at: TourStep | 'over') => {
    queries.setQueryData(trpc.me.get.queryKey(), (me) => (me ? { ...me, tour: at } : me));
    keep.mutate({ at });
  };
  return { tour, go };
}
