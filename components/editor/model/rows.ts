import type { Json } from '#lib/value.ts';
import type { Schema } from '#components/editor/model/schema.ts';
import { plainText } from '#components/editor/model/plain.ts';
import { uniqueId } from '#components/editor/model/ids.ts';

export type Row = Record<string, Json>;

/** The rows of a list parameter, whatever half-typed thing it holds. */
export function rowsOf(value: Json | undefined): Row[] {
  if (!Array.isArray(value)) return [];
  return value.map((row) => (row !== null && typeof row === 'object' && !Array.isArray(row) ? row : {}));
}

/** A port id from a title: `Send it now` becomes `sendItNow`. */
export function portId(title: string, taken: ReadonlySet<string>): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 ]+/g, '')
    .split(/\s+/)
    .filter(Boolean);
  const camel = words
    .map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  const base = (/^[a-z]/.test(camel) ? camel : `case${camel}`).slice(0, 30);
  return uniqueId(['else', 'error', 'expired', 'in', 'out'].includes(base) ? `${base}Case` : base, taken);
}

/** A new row: the defaults of the item's declaration, a title of its own and a port id made from it. */
export function newRow(item: Schema, rows: readonly Row[], word: string): Row {
  const row: Row = {};
  for (const [field, schema] of Object.entries(item.properties ?? {})) {
    if (schema.default !== undefined) row[field] = schema.default;
    else if (field === 'operator') row[field] = 'equals';
  }
  if (!item.properties?.id) return row;
  const title = `${word} ${rows.length + 1}`;
  const id = portId(title, new Set(rows.map((other) => plainText(other.id))));
  return { ...row, id, ...(item.properties.title ? { title } : {}) };
}

/** The rows with one changed; `undefined` takes a field away. */
export function withField(rows: readonly Row[], change: { at: number; field: string; value: Json | undefined }): Row[] {
  return rows.map((row, i) => {
    if (i !== change.at) return row;
    const { [change.field]: _old, ...rest } = row;
    return change.value === undefined ? rest : { ...row, [change.field]: change.value };
  });
}

/** The rows with one moved to another place. */
export function moveRow(rows: readonly Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (!row || to < 0 || to >= rows.length) return [...rows];
  const others = rows.filter((_, i) => i !== from);
  return [...others.slice(0, to), row, ...others.slice(to)];
}
