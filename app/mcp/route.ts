import { handleMcp } from '#server/mcp/handle-mcp.ts';

export const dynamic = 'force-dynamic';
export { handleMcp as DELETE, handleMcp as GET, handleMcp as POST };
