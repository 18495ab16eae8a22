import type { Flow } from '#lib/flow.ts';
import { reachable } from '#components/editor/model/graph.ts';
import type { Catalogue } from '#nodes/define.ts';

/** A text with holes, as the author typed it. `hole` is what stands between the braces. */
export type TemplatePart = { text: string } | { hole: string };

/** The node a simple path starts from and the way inside it; null when the hole is a longer expression. */
export type SimplePath = { root: 'trigger' | 'run' | 'vars' | 'item' | { step: string }; path: (string | number)[] };

/** Splits a text at its `{{ }}`; braces inside quotes of an expression do not end it. */
export function splitTemplate(source: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    const close = open < 0 ? -1 : holeEnd(source, open + 2);
    if (open < 0 || close < 0) break;
    if (open > at) parts.push({ text: source.slice(at, open) });
    parts.push({ hole: source.slice(open + 2, close).trim() });
    at = close + 2;
  }
  if (at < source.length) parts.push({ text: source.slice(at) });
  return parts;
}

function holeEnd(source: string, from: number): number {
  let quote = '';
  for (let i = from; i < source.length; i += 1) {
    const char = source[i] ?? '';
    if (quote !== '') {
      if (char === '\\') i += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '}' && source[i + 1] === '}') return i;
  }
  return -1;
}

/** Whether a parameter holds anything but a literal. */
export function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && splitTemplate(value).some((part) => 'hole' in part);
}

const SEGMENT = /^(?:\.([A-Za-z_$][\w$]*)|\.`([^`]+)`|\[(\d+)\]|\["([^"\\]+)"\]|\[(\*)\])/;

/** Reads `steps.search.messages[0].subject` and its like. */
export function parsePath(hole: string): SimplePath | null {
  const head = /^(trigger|run|vars|item|steps)\b/.exec(hole)?.[1];
  if (!head) return null;
  const path: (string | number)[] = [];
  let rest = hole.slice(head.length);
  while (rest !== '') {
    const match = SEGMENT.exec(rest);
    if (!match) return null;
    const [whole, field, quoted, index, key, each] = match;
    path.push(index === undefined ? (field ?? quoted ?? key ?? each ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  if (head !== 'steps') return { root: head as 'trigger' | 'run' | 'vars' | 'item', path };
  const [step, ...inner] = path;
  return typeof step === 'string' ? { root: { step }, path: inner } : null;
}

/** Writes a path as an expression: plain fields with a dot, any other key in backquotes. */
export function pathText(root: string, path: readonly (string | number)[]): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    return /^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `.\`${part}\``;
  });
  return root + parts.join('');
}

/** Every string inside a parameter's value, however deep. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(stringsIn);
  return [];
}

/** Ids of steps (and `trigger`) that a value's expressions mention, also inside longer expressions. */
export function mentions(value: unknown): Set<string> {
  const found = new Set<string>();
  for (const text of stringsIn(value)) {
    for (const part of splitTemplate(text)) {
      if (!('hole' in part)) continue;
      for (const match of part.hole.matchAll(/\bsteps\s*\.\s*([a-z][a-z0-9_]*)/g)) found.add(match[1] ?? '');
      if (/\btrigger\b/.test(part.hole)) found.add('trigger');
    }
  }
  return found;
}

/** Triggers that can lead to this node; all of them for a node that none leads to yet. */
export function triggersOf(flow: Flow, id: string, catalogue: Catalogue): Flow['nodes'] {
  const triggers = flow.nodes.filter((node) => catalogue[node.type]?.kind === 'trigger');
  const up = new Set(reachable(flow, id, 'up'));
  const leading = triggers.filter((node) => up.has(node.id));
  return leading.length > 0 ? leading : triggers;
}
