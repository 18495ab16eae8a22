/** Reads small archives of text: nothing in them is believed, and nothing leaves memory. */
import { crc32, inflateRawSync } from 'node:zlib';
import { Invalid } from '#lib/errors.ts';

export type ZipBounds = { files: number; bytesEach: number; bytesAll: number };
/** `name` as it stands in the archive. */
export type ZippedFile = { name: string; bytes: Buffer };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MOST_COMMENT = 0xffff;
const UNIX = 3;
const KIND_OF_FILE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

type Entry = { name: string; flags: number; method: number; crc: number; packed: number; bytes: number; local: number };

/** The files of an archive. Throws `Invalid` for whatever is no plain archive of plain files within the bounds. */
export function zipFiles(archive: Buffer, bounds: ZipBounds): ZippedFile[] {
  try {
    return read(archive, bounds);
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw new Invalid('This is no .zip archive that Hearth can read.');
  }
}

function read(archive: Buffer, bounds: ZipBounds): ZippedFile[] {
  const entries = entriesOf(archive, bounds);
  let left = bounds.bytesAll;
  return entries.map((entry) => {
    const bytes = contentOf(archive, entry, Math.min(bounds.bytesEach, left));
    left -= bytes.length;
    return { name: entry.name, bytes };
  });
}

function entriesOf(archive: Buffer, { files }: ZipBounds): Entry[] {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  const isSplit = archive.readUInt16LE(end + 4) !== 0 || archive.readUInt16LE(end + 8) !== count;
  if (isSplit || count === 0xffff) throw new Invalid('This archive is split or too large. Make a plain .zip.');
  // Folders are entries too.
  if (count > files * 2) throw new Invalid(`This archive has more than ${files} files.`);
  const entries: Entry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new Invalid('The list of files in this archive is damaged.');
    const nameBytes = archive.readUInt16LE(at + 28);
    const name = utf8(archive.subarray(at + 46, at + 46 + nameBytes));
    const kind = (archive.readUInt32LE(at + 38) >>> 16) & KIND_OF_FILE;
    const isUnix = archive.readUInt8(at + 5) === UNIX;
    if (isUnix && kind !== 0 && kind !== REGULAR && kind !== FOLDER)
      throw new Invalid('This archive holds links or devices. Only plain files can be in it.');
    if (!name.endsWith('/'))
      entries.push({
        ...{ name, flags: archive.readUInt16LE(at + 8), method: archive.readUInt16LE(at + 10) },
        ...{ crc: archive.readUInt32LE(at + 16), packed: archive.readUInt32LE(at + 20) },
        ...{ bytes: archive.readUInt32LE(at + 24), local: archive.readUInt32LE(at + 42) },
      });
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  if (entries.length > files) throw new Invalid(`This archive has more than ${files} files.`);
  return entries;
}

function endOf(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_BYTES - MOST_COMMENT);
  for (let at = archive.length - END_BYTES; at >= first; at -= 1)
    if (archive.readUInt32LE(at) === END && at + END_BYTES + archive.readUInt16LE(at + 20) === archive.length)
      return at;
  throw new Invalid('This is no .zip archive that Hearth can read.');
}

function contentOf(archive: Buffer, entry: Entry, most: number): Buffer {
  const { flags, method, local, packed } = entry;
  if ((flags & 1) !== 0) throw new Invalid('This archive is locked by a password. Hearth takes none of those.');
  if (entry.bytes > most) throw new Invalid('What is in this archive is too large.');
  if (archive.readUInt32LE(local) !== LOCAL) throw new Invalid('This archive is damaged.');
  const nameBytes = archive.readUInt16LE(local + 26);
  // A second name for the same file is for programs that read the other one.
  if (utf8(archive.subarray(local + 30, local + 30 + nameBytes)) !== entry.name)
    throw new Invalid('A file in this archive has two different names.');
  const from = local + 30 + nameBytes + archive.readUInt16LE(local + 28);
  const raw = archive.subarray(from, from + packed);
  if (raw.length !== packed) throw new Invalid('This archive is cut off.');
  if (method !== 0 && method !== 8) throw new Invalid('This archive is packed in a way that Hearth cannot read.');
  const bytes = method === 0 ? raw : inflated(raw, most);
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc) throw new Invalid('This archive is damaged.');
  return bytes;
}

/** Stops in the middle of a file that grows beyond what it said. */
function inflated(raw: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Invalid(isTooLarge ? 'What is in this archive is too large.' : 'This archive is damaged.');
  }
}

function utf8(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
