import { isInner, NODE_GROUPS, type Catalogue, type NodeGroup } from '#nodes/define.ts';

export type PaletteEntry = {
  type: string;
  title: string;
  help: string;
  icon: string;
  group: NodeGroup;
  isTrigger: boolean;
};

/** All entries of the palette in its order: group by group, as declared within a group. */
export function paletteEntries(catalogue: Catalogue): PaletteEntry[] {
  const drawn = Object.entries(catalogue).filter(([, spec]) => !isInner(spec));
  const entries = drawn.map(([type, spec]) => ({
    type,
    title: spec.title,
    help: spec.help,
    icon: spec.icon,
    group: spec.group,
    isTrigger: spec.kind === 'trigger',
  }));
  return NODE_GROUPS.flatMap((group) => entries.filter((entry) => entry.group === group));
}

/** The first sentence of a help text; the rest is for the docs and for models. */
export function firstSentence(help: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(help)?.[0] ?? help;
}

function rank(entry: PaletteEntry, words: string[]): number {
  const title = entry.title.toLowerCase();
  const rest = `${entry.type} ${entry.help} ${entry.group}`.toLowerCase();
  let score = 0;
  for (const word of words) {
    if (title.startsWith(word)) score += 4;
    else if (title.includes(word)) score += 3;
    else if (rest.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** Entries that match every word of the query, best first; all of them for an empty query. */
export function searchPalette(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries
    .map((entry, index) => ({ entry, index, score: rank(entry, words) }))
    .filter((scored) => scored.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((scored) => scored.entry);
}
