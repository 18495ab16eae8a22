import { handleTrpc } from '#server/trpc-route.ts';

export const dynamic = 'force-dynamic';
export { handleTrpc as GET, handleTrpc as POST };
