import type { ActivityContext } from '#activities/context.ts';
import type { ApprovalRequest } from '#lib/approval.ts';
import { Invalid } from '#lib/errors.ts';
import { UNLABELLED } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { FileValue } from '#nodes/file-value.ts';
import { openKeptFile, type KeptFile } from '#platform/kept-file.ts';
import { db } from '#prisma/client.ts';

const DEEPEST = 4;

/** Opens the file that an input field holds. */
export function openFile(ctx: ActivityContext, file: FileValue, field: string): Promise<KeptFile> {
  const label = ctx.inputLabels[field] ?? UNLABELLED;
  return openKeptFile({ file, label, runId: ctx.runId });
}

/** The value as a file, if it is one. */
export function asFile(value: Json | undefined): FileValue | undefined {
  return FileValue.safeParse(value).data;
}

/** The value as a file; says what is missing otherwise. */
export function fileIn(value: Json | undefined): FileValue {
  const file = asFile(value);
  if (!file) throw new Invalid('Give a file that another step gave, for example {{ steps.get.file }}.');
  return file;
}

/** The files among the arguments of an action, as a person is shown them and as the approval binds them. */
export async function attachmentsOf(input: Record<string, Json>): Promise<ApprovalRequest['attachments']> {
  const files = filesIn(input, 0);
  if (files.length === 0) return [];
  const rows = await db().blob.findMany({
    where: { id: { in: files.map(({ ref }) => ref) } },
    select: { id: true, size: true, sha256: true },
  });
  return files.flatMap(({ ref, name = '', contentType }) => {
    const row = rows.find(({ id }) => id === ref);
    return row ? [{ name, size: row.size, contentType, sha256: row.sha256 }] : [];
  });
}

function filesIn(value: Json, depth: number): FileValue[] {
  if (value === null || typeof value !== 'object' || depth > DEEPEST) return [];
  const file = asFile(value);
  return file ? [file] : Object.values(value).flatMap((one) => filesIn(one, depth + 1));
}
