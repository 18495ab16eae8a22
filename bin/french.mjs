/**
 * Gives the French texts their typography: ’ for ', narrow no-break spaces before ; : ! ? and inside « », … for three
 * dots. Spaces are never added, only changed: write them as French does.
 *   node bin/french.mjs
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = 'messages/fr';
const NARROW = '\u202f';

/** @param {string} text as it stands in the catalogue; ICU's own signs are left alone */
export function mendFrench(text) {
  return text
    .replace(/(?<=[\p{L}\p{N}])'(?=[\p{L}\p{N}«<])/gu, '’')
    .replaceAll('...', '…')
    .replace(/[ \u00a0](?=[;!?»%]|:(?!:))/g, NARROW)
    .replace(/(?<=«)[ \u00a0]/g, NARROW);
}

/**
 * Every text of a catalogue, changed.
 * @param {unknown} tree
 * @returns {unknown}
 */
function mendTree(tree) {
  if (typeof tree === 'string') return mendFrench(tree);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mendTree(value)]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const name of readdirSync(FOLDER)) {
    const file = join(FOLDER, name);
    writeFileSync(file, `${JSON.stringify(mendTree(JSON.parse(readFileSync(file, 'utf8'))), null, 2)}\n`);
  }
}
