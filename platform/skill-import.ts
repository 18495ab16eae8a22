/** From an uploaded file to the texts of a skill pack. */
import { Invalid } from '#lib/errors.ts';
import { foldedName, pathParts } from '#lib/relative-path.ts';
import { SKILL_FILE, type SkillFile } from '#lib/skill-text.ts';
import { canonicalHash } from '#platform/canonical.ts';
import { introduced } from '#platform/skill-front.ts';
import { zipFiles, type ZippedFile } from '#platform/zip-files.ts';

const BOUNDS = { files: 100, bytesEach: 256 * 1024, bytesAll: 1024 * 1024 };
const MOST_DEPTH = 6;

/** `hash`: SHA-256 over all paths and texts, in order. */
export type ReadPack = { name: string; description: string; files: SkillFile[]; hash: string };

/** Reads a .zip or a single SKILL.md. Throws `Invalid`, saying what is wrong with it. */
export async function readPack(upload: Buffer): Promise<ReadPack> {
  const isZip = upload.length > 1 && upload.subarray(0, 2).toString('latin1') === 'PK';
  const files = isZip ? await unpacked(upload) : [{ path: SKILL_FILE, text: textOf(SKILL_FILE, alone(upload)) }];
  const skill = files.find(({ path }) => path === SKILL_FILE);
  if (!skill) throw new Invalid('There is no SKILL.md in the folder. Every pack has one.');
  const ordered = [skill, ...files.filter((file) => file !== skill).toSorted(byPath)];
  return { ...introduced(skill.text), files: ordered, hash: canonicalHash(ordered) };
}

function alone(upload: Buffer): Buffer {
  if (upload.length > BOUNDS.bytesEach) throw new Invalid('SKILL.md is larger than 256 KB.');
  return upload;
}

function byPath(one: SkillFile, other: SkillFile): number {
  return one.path < other.path ? -1 : 1;
}

async function unpacked(archive: Buffer): Promise<SkillFile[]> {
  const found = await zipFiles(archive, BOUNDS);
  const named = found.map(({ name, bytes }) => ({ parts: partsOf(name), bytes }));
  const top = named[0]?.parts[0];
  const isWrapped = named.every(({ parts }) => parts.length > 1 && parts[0] === top);
  const files = named.map(({ parts, bytes }) => {
    const path = (isWrapped ? parts.slice(1) : parts).join('/');
    return { path, text: textOf(path, bytes) };
  });
  const once = new Set(files.map(({ path }) => foldedName(path)));
  if (once.size !== files.length) throw new Invalid('Two files of this archive have the same name.');
  return files;
}

function partsOf(name: ZippedFile['name']): string[] {
  const parts = pathParts(name);
  if (!parts) throw new Invalid('A file in this archive has a name that leads out of the folder or hides something.');
  if (parts.length > MOST_DEPTH) throw new Invalid(`Folders in this archive are nested deeper than ${MOST_DEPTH}.`);
  return parts;
}

function textOf(path: string, bytes: Buffer): string {
  const text = decoded(bytes);
  if (text === null || text.includes('\0'))
    throw new Invalid(`"${path}" is not text. A pack holds text only (UTF-8): nobody can read anything else.`);
  return text;
}

function decoded(bytes: Buffer): string | null {
  try {
    // A mark of byte order stays in: what is hashed is what was uploaded.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
