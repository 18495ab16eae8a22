import type { ActivityContext } from '#activities/context.ts';
import { Invalid, Refused } from '#lib/errors.ts';

/** The folder that the step's connection gives it. */
export function folderOf({ connection }: ActivityContext, access: 'read' | 'write' = 'read'): string {
  if (!connection) throw new Invalid('Choose a folder in the editor and publish again.');
  if (access === 'write' && connection.config['access'] !== 'write') {
    throw new Refused(`Steps may only read in "${connection.name}". Change that in Connections if it is right.`);
  }
  return String(connection.config['path']);
}
