import { Invalid } from '#lib/errors.ts';

type Row = { id: string; createdAt: Date };

/** The place in a list that a cursor names. */
export function placeOf(cursor: string): { createdAt: Date; id: string } {
  const [time, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const createdAt = new Date(time ?? '');
  if (!id || Number.isNaN(createdAt.getTime())) throw new Invalid('This cursor cannot be used. Begin the list anew.');
  return { createdAt, id };
}

/** Cuts the one row too many off and names the cursor of the next page. */
export function pageOf<T extends Row>(rows: T[], limit: number): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last;
  return { items, next: more ? cursorAt(last) : null };
}

/** The cursor that names a place. */
export function cursorAt({ createdAt, id }: Row): string {
  return Buffer.from(`${createdAt.toISOString()}|${id}`).toString('base64url');
}
