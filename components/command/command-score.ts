import type { CommandItem } from '#components/command/command-store.ts';

/** How well a line matches what was typed: every word must be in it; 0 if one is not. */
export function scoreOf(item: Pick<CommandItem, 'title' | 'hint' | 'words'>, text: string): number {
  const title = item.title.toLowerCase();
  const rest = `${item.hint ?? ''} ${item.words ?? ''}`.toLowerCase();
  let score = 1;
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    if (title.startsWith(word)) score += 8;
    else if (new RegExp(`[^\\p{L}\\d]${word.replace(/[^\p{L}\d]/gu, '.')}`, 'u').test(title)) score += 6;
    else if (title.includes(word)) score += 4;
    else if (rest.includes(word)) score += 1;
    else return 0;
  }
  return score;
}
