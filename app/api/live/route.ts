import { handleLive } from '#server/live-route.ts';

export const dynamic = 'force-dynamic';
export { handleLive as GET };
