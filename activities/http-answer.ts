import { Invalid, Refused } from '#lib/errors.ts';
import type { BlobRef, Json } from '#lib/value.ts';
import { isTooDeep } from '#lib/value.ts';
import { putBlob, putBlobStream } from '#platform/blobs.ts';

export type AnswerKind = 'auto' | 'json' | 'text' | 'file';
export type Answer = { body: Json; file: (BlobRef & { name?: string }) | null; size: number };

/** What is kept in a run as data; a file may be as large as any stored value. */
const MAX_TEXT_BYTES = 10 * 1024 * 1024;
const READABLE = /^text\/|[/+](json|xml|javascript|yaml|x-ndjson|x-www-form-urlencoded)\b/i;

/** Reads an answer: JSON parsed, text as text, anything else streamed into a file that is kept with the run. */
export async function readAnswer(
  response: Response,
  how: { as: AnswerKind; runId: string; host: string },
): Promise<Answer> {
  const contentType = response.headers.get('content-type') ?? '';
  const isFile = how.as === 'file' || (how.as === 'auto' && contentType !== '' && !READABLE.test(contentType));
  if (!response.body) return { body: null, file: null, size: 0 };
  if (isFile) return streamed(response, { runId: how.runId, contentType });
  const bytes = await readUpTo(response.body, MAX_TEXT_BYTES, how.host);
  if (bytes.length === 0) return { body: null, file: null, size: 0 };
  const text = decoded(bytes, contentType, how.as);
  if (text === undefined) {
    const file = await putBlob({ runId: how.runId, bytes, contentType: contentType || 'application/octet-stream' });
    return { body: null, file: named(file, response), size: bytes.length };
  }
  return { body: how.as === 'text' ? text : dataOf(text, { contentType, ...how }), file: null, size: bytes.length };
}

async function streamed(response: Response, at: { runId: string; contentType: string }): Promise<Answer> {
  const { runId, contentType } = at;
  const source = response.body as unknown as AsyncIterable<Uint8Array>;
  const file = await putBlobStream({ runId, source, contentType: contentType || 'application/octet-stream' });
  return { body: null, file: file.size === 0 ? null : named(file, response), size: file.size };
}

function named(file: BlobRef, response: Response): BlobRef & { name?: string } {
  const disposition = response.headers.get('content-disposition') ?? '';
  const [, given] = /filename="?([^";\r\n]{1,200})"?/i.exec(disposition) ?? [];
  const last = response.url === '' ? '' : (new URL(response.url).pathname.split('/').at(-1) ?? '');
  const name = (given ?? last).slice(0, 200);
  return name === '' ? file : { ...file, name };
}

async function readUpTo(body: ReadableStream<Uint8Array>, limit: number, host: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > limit) {
      throw new Refused(`The answer of ${host} is larger than ${limit} bytes. Read it as a file, or ask for less.`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function dataOf(text: string, how: { as: AnswerKind; contentType: string; host: string }): Json {
  if (how.as !== 'json' && !/[/+]json\b/i.test(how.contentType)) return text;
  const value = parsed(text);
  if (value !== undefined) return value;
  if (how.as === 'json') throw new NotJson(`${how.host} did not answer with JSON: ${text.slice(0, 200)}`);
  // The request was done all the same: what it answered is kept as it is.
  return text;
}

/** The answer is not what the author said it would be. */
export class NotJson extends Refused {}

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (isTooDeep(value)) throw new Invalid('The answer is nested too deeply.');
    return value;
  } catch (error) {
    if (error instanceof Invalid) throw error;
    return undefined;
  }
}

function decoded(bytes: Buffer, contentType: string, as: AnswerKind): string | undefined {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return /^text\//i.test(contentType) || as !== 'auto' ? bytes.toString('latin1') : undefined;
  }
}
