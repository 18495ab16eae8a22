/** The items and results of a for-each that are too many for workflow state: in blobs of `CHUNK` items each. */
import type { ActivityCall } from '#lib/call.ts';
import { CHUNK, closedOutput, forEachSettings, itemsOf } from '#lib/engine/for-each.ts';
import type { ForEachOutput, LoopResult, LoopValue, OpenedList } from '#lib/engine/types.ts';
import { joinLabels, UNLABELLED, uniform } from '#lib/label.ts';
import type { Param } from '#lib/plan.ts';
import { jsonSize, type BlobRef, type Json, type Stored } from '#lib/value.ts';
import { loadValue, putBlob, readBlob, storeValue } from '#platform/blobs.ts';
import { resolveParams } from './params.ts';

/** An item up to this size (bytes) lies in the state while its iteration runs; fifty may run at once. */
const MAX_ITEM_BYTES = 2 * 1024;
/** All items that are read ahead together. */
const MAX_AHEAD_BYTES = 48 * 1024;
const JSON_TYPE = 'application/json';

/** Resolves the params of a for-each and puts its list away. Throws `Invalid`. */
export async function openList(asked: {
  params: Record<string, Param>;
  call: ActivityCall;
}): Promise<{ list: OpenedList; input: Stored }> {
  const { runId } = asked.call.run;
  const { values, labels } = await resolveParams(asked.params, asked.call);
  const items = itemsOf(values.items);
  const input = await storeValue({ runId, value: values, labels: uniform(joinLabels(...Object.values(labels))) });
  const chunks: string[] = [];
  let first: LoopValue[] = [];
  for (let from = 0; from < items.length; from += CHUNK) {
    const chunk = await Promise.all(items.slice(from, from + CHUNK).map((item) => placed(runId, item)));
    if (from === 0) first = chunk;
    chunks.push((await putJson(runId, chunk)).ref);
  }
  return { list: { ...forEachSettings(values), count: items.length, chunks, ahead: fitting(first) }, input };
}

/** Items from index `from` on, as many as the state should hold. */
export async function loadItems(asked: { chunks: string[]; from: number }): Promise<LoopValue[]> {
  const chunk = asked.chunks[Math.floor(asked.from / CHUNK)];
  if (chunk === undefined) return [];
  const values = await readJson<LoopValue[]>(chunk);
  return fitting(values.slice(asked.from % CHUNK));
}

/** Puts results away; gives the id of their blob. */
export async function saveResults({ runId, results }: { runId: string; results: LoopResult[] }): Promise<string> {
  return (await putJson(runId, results)).ref;
}

/** The output of a for-each from all its results, those in blobs included. Its labels are the engine's to say. */
export async function closeList(asked: { runId: string; saved: string[]; output: ForEachOutput }): Promise<Stored> {
  const { runId, saved, output } = asked;
  const parts = await Promise.all(saved.map((blob) => readJson<LoopResult[]>(blob)));
  const results = await Promise.all([...parts.flat(), ...output.results].map(unpacked));
  return storeValue({ runId, value: closedOutput({ ...output, results }), labels: uniform(UNLABELLED) });
}

async function placed(runId: string, value: Json): Promise<LoopValue> {
  if (jsonSize(value) <= MAX_ITEM_BYTES) return { value };
  return { blob: await putJson(runId, value) };
}

async function unpacked(result: LoopResult): Promise<LoopResult> {
  if ('value' in result) return result;
  const { index, blob } = result;
  return { index, value: await loadValue({ kind: 'blob', blob, labels: uniform(UNLABELLED) }) };
}

/** The first items that fit into the state together: one at least. */
function fitting(items: LoopValue[]): LoopValue[] {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += jsonSize(item);
    return index > 0 && bytes > MAX_AHEAD_BYTES;
  });
  return end < 0 ? items : items.slice(0, end);
}

/** A value in a blob, however small. */
export function putJson(runId: string, value: Json): Promise<BlobRef> {
  return putBlob({ runId, bytes: Buffer.from(JSON.stringify(value), 'utf8'), contentType: JSON_TYPE });
}

async function readJson<T>(ref: string): Promise<T> {
  return JSON.parse((await readBlob(ref)).toString('utf8')) as T;
}
