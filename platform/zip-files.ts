/** Reads small archives of text: nothing in them is believed, and nothing leaves memory. */
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { Invalid } from '#lib/errors.ts';

export type ZipBounds = { files: number; bytesEach: number; bytesAll: number };
/** `name` as it stands in the archive. */
export type ZippedFile = { name: string; bytes: Buffer };

const UNIX = 3;
const KIND_OF_FILE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

/** The files of an archive. Throws `Invalid` for whatever is no plain archive of plain files within the bounds. */
export async function zipFiles(archive: Buffer, bounds: ZipBounds): Promise<ZippedFile[]> {
  try {
    return await read(archive, bounds);
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw new Invalid('This is no .zip archive that Hearth can read, or it is damaged.');
  }
}

async function read(archive: Buffer, { files, bytesEach, bytesAll }: ZipBounds): Promise<ZippedFile[]> {
  const tooMany = `This archive has more than ${files} files.`;
  // Names are looked at below, byte by byte; sizes while they are unpacked.
  const zip = await fromBufferPromise(archive, { decodeStrings: false, validateEntrySizes: false });
  // Folders are entries too.
  if (zip.entryCount > files * 2) throw new Invalid(tooMany);
  const found: ZippedFile[] = [];
  let left = bytesAll;
  for await (const entry of zip.eachEntry()) {
    const name = utf8(entry.fileNameRaw);
    requirePlain(entry);
    if (name.endsWith('/')) continue;
    if (found.length === files) throw new Invalid(tooMany);
    const bytes = await contentOf(zip, entry, Math.min(bytesEach, left));
    left -= bytes.length;
    found.push({ name, bytes });
  }
  return found;
}

function requirePlain(entry: Entry): void {
  const kind = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
  const isUnix = entry.versionMadeBy >>> 8 === UNIX;
  if (isUnix && kind !== 0 && kind !== REGULAR && kind !== FOLDER)
    throw new Invalid('This archive holds links or devices. Only plain files can be in it.');
  if (entry.isEncrypted()) throw new Invalid('This archive is locked by a password. Hearth takes none of those.');
  if (!entry.canDecodeFileData()) throw new Invalid('This archive is packed in a way that Hearth cannot read.');
}

async function contentOf(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const { fileName } = await zip.readLocalFileHeaderPromise(entry);
  // A second name for the same file is for programs that read the other one.
  if (!fileName.equals(entry.fileNameRaw)) throw new Invalid('A file in this archive has two different names.');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of await zip.openReadStreamPromise(entry)) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    // In the middle of a file that grows beyond what it said.
    if (size > most) throw new Invalid('What is in this archive is too large.');
  }
  const bytes = Buffer.concat(parts);
  if (size !== entry.uncompressedSize || crc32(bytes) !== entry.crc32) throw new Invalid('This archive is damaged.');
  return bytes;
}

function utf8(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
