import { handleFile } from '#server/files/handle-file.ts';

export const dynamic = 'force-dynamic';
export { handleFile as GET };
