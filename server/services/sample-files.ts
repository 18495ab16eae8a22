import type { Json } from '#lib/value.ts';
import { FileValue } from '#nodes/file-value.ts';
import { putBlob, readBlob } from '#platform/blobs.ts';
import { sampleOf } from '#platform/listen.ts';

const DEEPEST = 6;

/**
 * A test run that begins with a captured event gets files of its own: a run may not open those of another one, and the
 * event came with such. Files that are not of the trigger's sample stay as they are named.
 */
export async function ownSampleFiles(input: Json, to: { triggerId: string; runId: string }): Promise<Json> {
  const sample = filesIn((await sampleOf(to.triggerId)) ?? null, 0);
  const refs = new Set(sample.map(({ ref }) => ref));
  const wanted = filesIn(input, 0).filter(({ ref }) => refs.has(ref));
  const copies = new Map<string, string>();
  for (const { ref, contentType } of wanted) {
    if (copies.has(ref)) continue;
    const copy = await putBlob({ runId: to.runId, bytes: await readBlob(ref), contentType });
    copies.set(ref, copy.ref);
  }
  return copies.size === 0 ? input : renamed(input, copies);
}

function filesIn(value: Json, depth: number): FileValue[] {
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return [];
  const file = FileValue.safeParse(value);
  return file.success ? [file.data] : Object.values(value).flatMap((one) => filesIn(one, depth + 1));
}

function renamed(value: Json, copies: ReadonlyMap<string, string>, depth = 0): Json {
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((one) => renamed(one, copies, depth + 1));
  const file = FileValue.safeParse(value);
  const ref = file.success ? copies.get(file.data.ref) : undefined;
  if (ref !== undefined) return { ...value, ref };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamed(one, copies, depth + 1)]));
}
