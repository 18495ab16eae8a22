const MAX_NAME_BYTES = 255;
const MAX_PARTS = 40;
// Control characters, and those that make a name read otherwise than it is written.
// eslint-disable-next-line no-control-regex -- they are what must not be in a name
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Beginning of names that Hearth uses itself while it writes a file. */
export const OWN_PREFIX = '.hearth-';

/**
 * The names of a path within a folder, in one spelling; null for everything that could lead out of it or that some
 * systems read as another name.
 */
export function pathParts(path: string): string[] | null {
  const parts = path.normalize('NFC').split('/');
  return parts.length <= MAX_PARTS && parts.every(isName) ? parts : null;
}

function isName(name: string): boolean {
  if (name === '' || name === '.' || name === '..' || name.startsWith(OWN_PREFIX)) return false;
  if (HIDDEN.test(name) || name.includes('\\') || /[. ]$/.test(name) || name.startsWith(' ')) return false;
  return new TextEncoder().encode(name).length <= MAX_NAME_BYTES;
}

/** What two names share that some systems take for one file. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
