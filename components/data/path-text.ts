import type { PathPart } from '#lib/plan.ts';

/** A path as expressions write it after their root: `messages[0].subject`, other names in backquotes. */
export function referenceText(path: readonly PathPart[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = /^[A-Za-z_]\w*$/.test(part) ? part : `\`${part}\``;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
