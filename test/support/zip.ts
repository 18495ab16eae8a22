/** Archives for tests, also such as no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  name: string;
  data: string | Buffer;
  /** Unix mode with the kind of file. */
  mode?: number;
  /** The name beside the data, where it is another one. */
  localName?: string;
  /** What the list of files says of the size. */
  claimedBytes?: number;
  flags?: number;
};

/** A .zip of these files, packed. */
export function zipOf(entries: ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, mode = 0o100644, localName = name, claimedBytes, flags = 0 } of entries) {
    const bytes = Buffer.from(data as string);
    const packed = deflateRawSync(bytes);
    const shared = Buffer.alloc(22);
    shared.writeUInt16LE(flags, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(claimedBytes ?? bytes.length, 18);
    const lengthOf = (text: string) => {
      const length = Buffer.alloc(4);
      length.writeUInt16LE(Buffer.byteLength(text));
      return length;
    };
    const local = Buffer.concat([number(0x04034b50), shared, lengthOf(localName), Buffer.from(localName), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 3]);
    central.push(Buffer.concat([number(0x02014b50), version, shared, lengthOf(name), tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, list, number(0x06054b50), end]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
