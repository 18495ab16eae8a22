/** Histories as files (Temporal's own protobuf, gzipped), their payloads decrypted so that they replay with any key. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { payloadCodecs } from '#platform/codec.ts';

const { History } = proto.temporal.api.history.v1;
type History = Parameters<typeof History.encode>[0];

const FOLDER = 'test/replay/histories';
const SUMS = 'SHA256SUMS';

/** The releases whose histories are kept. */
export function releases(): string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
}

/** The histories of a release by name, and whether a file is what it was when it was recorded. */
export function historiesOf(release: string): { name: string; history: History; isAsRecorded: boolean }[] {
  const folder = join(FOLDER, release);
  const sums = readFileSync(join(folder, SUMS), 'utf8');
  return sums
    .trim()
    .split('\n')
    .map((line) => {
      const [sum = '', name = ''] = line.split('  ');
      const bytes = readFileSync(join(folder, name));
      const history = History.decode(gunzipSync(bytes));
      return { name: name.replace('.bin.gz', ''), history, isAsRecorded: sumOf(bytes) === sum };
    });
}

/** Writes the histories of a release, once: what a release did is not for later to change. */
export async function keepHistories(release: string, histories: Map<string, History>): Promise<void> {
  const folder = join(FOLDER, release);
  if (existsSync(folder)) throw new Error(`The histories of ${release} are there and must stay as they are.`);
  mkdirSync(folder, { recursive: true });
  const lines: string[] = [];
  for (const [name, history] of histories) {
    await decrypt(history);
    const bytes = gzipSync(History.encode(history).finish(), { level: 9 });
    writeFileSync(join(folder, `${name}.bin.gz`), bytes);
    lines.push(`${sumOf(bytes)}  ${name}.bin.gz`);
  }
  writeFileSync(join(folder, SUMS), `${lines.join('\n')}\n`);
}

function sumOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Decrypts every payload, wherever in the history it is. */
async function decrypt(part: unknown): Promise<void> {
  if (part === null || typeof part !== 'object' || part instanceof Uint8Array) return;
  const payload = part as Payload;
  const encoding = payload.metadata?.encoding;
  if (encoding && Buffer.from(encoding).toString() === 'binary/encrypted') {
    const [plain] = (await payloadCodecs[0]?.decode([payload])) ?? [];
    Object.assign(part, { metadata: plain?.metadata, data: plain?.data });
    return;
  }
  for (const inner of Object.values(part)) await decrypt(inner);
}
