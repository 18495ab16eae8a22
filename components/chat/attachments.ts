import { CHAT_LIMITS } from '#lib/views-chat.ts';

/** A file that goes with the next message. */
export type Attachment = { id: string; file: File };

/** What fits of the files that were chosen, dropped or pasted; what does not is told. */
export function withFiles(
  kept: readonly Attachment[],
  chosen: readonly File[],
): { files: Attachment[]; refused: 'many' | 'large' | null } {
  const files = [...kept];
  let refused: 'many' | 'large' | null = null;
  for (const file of chosen) {
    const size = files.reduce((sum, one) => sum + one.file.size, file.size);
    if (files.length >= CHAT_LIMITS.files) refused = 'many';
    else if (size > CHAT_LIMITS.bytes) refused = 'large';
    else files.push({ id: randomId(), file });
  }
  return { files, refused };
}

/** Not a secret: what tells one message or file from another. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes as they are sent. */
export async function encoded({ file }: Attachment): Promise<{ name: string; contentType: string; data: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // All at once would be more arguments than a call may have.
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return { name: file.name || 'file', contentType: file.type, data: btoa(text) };
}
