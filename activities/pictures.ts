/** Pictures for a model, from files that steps gave. */
import type { Image } from '#activities/connections/model-client.ts';
import type { ActivityContext } from '#activities/context.ts';
import { openFile } from '#activities/kept-files.ts';
import { Invalid } from '#lib/errors.ts';
import type { FileValue } from '#nodes/file-value.ts';

/** What the services take at most, of one picture. */
export const MOST_PICTURE_BYTES = 5 * 1024 * 1024;

/** Each kind by how its files begin: what a file calls itself says nothing. */
const BEGINNINGS: readonly [Image['mediaType'], RegExp][] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
];

/** What kind of picture these bytes are, if they are one. */
export function pictureKind(bytes: Buffer): Image['mediaType'] | undefined {
  const head = bytes.subarray(0, 16).toString('latin1');
  return BEGINNINGS.find(([, beginning]) => beginning.test(head))?.[0];
}

/** Opens the files of the field `images`. Throws `Invalid` for what is no picture or too large. */
export function pictures(ctx: ActivityContext, files: readonly FileValue[]): Promise<Image[]> {
  return Promise.all(
    files.map(async (file) => {
      const { name, bytes } = await openFile(ctx, file, 'images');
      const mediaType = pictureKind(bytes);
      if (!mediaType) throw new Invalid(`"${name}" is no PNG, JPEG, GIF or WebP picture.`);
      if (bytes.length > MOST_PICTURE_BYTES)
        throw new Invalid(`The picture "${name}" is over 5 MB. Models take smaller ones only.`);
      return { mediaType, base64: bytes.toString('base64') };
    }),
  );
}
