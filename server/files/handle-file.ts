/**
 * Files of runs, for pages and people. What is in them came from anywhere: whatever it is, it must not become a page of
 * Hearth. All of it is sent to be saved, under a kind from a short list; pictures still show where a page asks for them
 * as pictures. Only what truly is a PDF may open in the browser's own viewer.
 */
import { bareType, fileKind } from '#lib/value-file.ts';
import { readBlob } from '#platform/blobs.ts';
import { requireRight } from '#server/actor.ts';
import { errorAnswer } from '#server/answers.ts';
import { actorOf } from '#server/context.ts';
import { TooMany, Unauthorized } from '#server/errors.ts';
import { dispositionOf, fileName } from '#server/files/file-name.ts';
import { FILE_POLICY, PDF_POLICY } from '#server/files/file-policy.ts';
import { Invalid } from '#lib/errors.ts';
import { blobOfRun } from '#server/services/opened-values.ts';

const REF = /^[0-9a-f]{32}$/;
// Each holds the whole file in memory while it is read.
const AT_ONCE = 6;
let reading = 0;

/** Answers GET /api/files/<ref>?name=<file name>&show=1. */
export async function handleFile(request: Request): Promise<Response> {
  try {
    const actor = await actorOf(request);
    if (!actor) throw new Unauthorized('Please sign in.');
    requireRight(actor, 'view');
    const { pathname, searchParams } = new URL(request.url);
    const ref = pathname.split('/').at(-1) ?? '';
    if (!REF.test(ref)) throw new Invalid('This is no reference of a file.');
    const { contentType } = await blobOfRun(ref);
    const bytes = await read(ref);
    const type = servedType(contentType);
    const shows = searchParams.get('show') === '1' && type === 'application/pdf' && isPdf(bytes);
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': type === 'application/pdf' && !isPdf(bytes) ? OTHER : type,
        'content-length': String(bytes.length),
        'content-disposition': dispositionOf(fileName(searchParams.get('name') ?? '', contentType), shows),
        'content-security-policy': shows ? PDF_POLICY : FILE_POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return errorAnswer(error, { 'content-security-policy': FILE_POLICY });
  }
}

const OTHER = 'application/octet-stream';

/** Pictures and PDF keep their kind; all else is only bytes. */
function servedType(contentType: string): string {
  const kind = fileKind(contentType);
  return kind === 'image' || kind === 'pdf' ? bareType(contentType) : OTHER;
}

function isPdf(bytes: Buffer): boolean {
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-';
}

async function read(ref: string): Promise<Buffer> {
  if (reading >= AT_ONCE) throw new TooMany('Too many files are being read at once. Try again in a moment.');
  reading += 1;
  try {
    return await readBlob(ref);
  } finally {
    reading -= 1;
  }
}
