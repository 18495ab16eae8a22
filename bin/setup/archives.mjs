/** Takes one file out of a zip (a wheel is one) or of a .tar.gz, with Node alone. */
import { gunzipSync, inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;
const TAR_BLOCK = 512;

/**
 * @param {Buffer} zip
 * @param {string} name the member's full name
 * @returns {Buffer}
 */
export function readZipMember(zip, name) {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('This is not a zip file.');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('The directory of the zip file is damaged.');
    const nameLength = zip.readUInt16LE(at + 28);
    const entryName = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (entryName === name) return contentAt(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`The zip file holds no ${name}.`);
}

/**
 * @param {Buffer} zip
 * @param {number} entry where its directory entry begins
 */
function contentAt(zip, entry) {
  const method = zip.readUInt16LE(entry + 10);
  const packed = zip.readUInt32LE(entry + 20);
  const header = zip.readUInt32LE(entry + 42);
  // The lengths in the local header may differ from those in the directory.
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(start, start + packed);
  if (method === STORED) return bytes;
  if (method === DEFLATED) return inflateRawSync(bytes);
  throw new Error(`The zip file uses compression method ${method}, which is not known here.`);
}

/**
 * @param {Buffer} archive
 * @param {string} name the member's file name, in whatever folder
 * @returns {Buffer}
 */
export function readTarGzMember(archive, name) {
  const tar = gunzipSync(archive);
  for (let at = 0; at + TAR_BLOCK <= tar.length;) {
    const entryName = textAt(tar, at, 100);
    if (entryName === '') break;
    const size = Number.parseInt(textAt(tar, at + 124, 12).trim(), 8);
    if (entryName.split('/').pop() === name) return tar.subarray(at + TAR_BLOCK, at + TAR_BLOCK + size);
    at += TAR_BLOCK + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  throw new Error(`The archive holds no ${name}.`);
}

/**
 * @param {Buffer} tar
 * @param {number} at
 * @param {number} length
 */
function textAt(tar, at, length) {
  const field = tar.toString('utf8', at, at + length);
  const end = field.indexOf('\0');
  return end < 0 ? field : field.slice(0, end);
}
