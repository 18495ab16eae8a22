/** Files that Hearth wrote keep where their content comes from, for as long as nobody changed it. */
import { joinLabels, untrusted, type Label } from '#lib/label.ts';
import { db } from '#prisma/client.ts';

/** The name a file's label is kept under. */
export function wholePath(folder: { path: string }, path: string): string {
  return `${folder.path}/${path.normalize('NFC')}`;
}

/** The label of a file's content: as it was written, or untrusted if others wrote or changed it. */
export async function fileLabel(file: { path: string; sha256: string }, origin: string): Promise<Label> {
  const row = await db().fileLabel.findUnique({ where: { path: file.path }, select: { sha256: true, label: true } });
  return row?.sha256 === file.sha256 ? (JSON.parse(row.label) as Label) : untrusted(origin);
}

/** Notes the label of what is about to be written. */
export async function keepFileLabel(file: { path: string; sha256: string }, label: Label): Promise<void> {
  const { path, sha256 } = file;
  const data = { sha256, label: JSON.stringify(joinLabels(label)) };
  await db().fileLabel.upsert({ where: { path }, create: { path, ...data }, update: data });
}
