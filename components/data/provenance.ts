/** Where the values of a step come from and where they go, read from the drawing: its expressions name both ends. */
import { splitTemplate } from '#components/editor/model/references.ts';
import type { Flow } from '#lib/flow.ts';

/** One use of one value: `field` of `user` takes `path` of `source` (a step id, or a root such as `vars`). */
export type DataUse = { user: string; field: string; source: string; path: string };

// Names in quotes are texts, unless they are the backquoted names of fields.
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const PATH = /(?<![\w$.`])(steps\s*\.\s*([a-z][a-z0-9_]*)|trigger|item|vars|run)\b((?:\.[A-Za-z_$][\w$]*|\.`[^`]+`|\[(?:\d+|\*|"[^"\\]+")\])*)/g;

/** What an expression reads. */
function readsOf(hole: string): { source: string; path: string }[] {
  const bare = hole.replace(QUOTED, (text, at: number) => (hole[at - 1] === '[' ? text : '""'));
  return [...bare.matchAll(PATH)].map(([, root = '', step, path = '']) => ({
    source: step ?? root,
    path: path.replace(/^\./, ''),
  }));
}


/** Every text in a parameter, with the way to it: `fields.note`, `rows[0].left`. */
function textsIn(value: unknown, at: string): [string, string][] {
  if (typeof value === 'string') return [[at, value]];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsIn(one, `${at}[${index}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, at === '' ? name : `${at}.${name}`));
}

/** All that a step takes from elsewhere, each thing once. */
export function takenBy(node: Flow['nodes'][number]): DataUse[] {
  const found = new Map<string, DataUse>();
  for (const [field, text] of textsIn(node.params, '')) {
    for (const part of splitTemplate(text)) {
      for (const read of 'hole' in part ? readsOf(part.hole) : []) {
        found.set(JSON.stringify([field, read]), { user: node.id, field, ...read });
      }
    }
  }
  return [...found.values()];
}

/** The steps that read what this one gave. `trigger` stands for each trigger of the flow. */
export function usesOf(flow: Flow, source: { id: string; isTrigger: boolean }): DataUse[] {
  const name = source.isTrigger ? 'trigger' : source.id;
  return flow.nodes.flatMap((node) => takenBy(node).filter((use) => use.source === name));
}

/** The steps that a step reads from, for a highlight. */
export function sourcesOf(flow: Flow, id: string): Set<string> {
  const node = flow.nodes.find((one) => one.id === id);
  return new Set(node ? takenBy(node).map(({ source }) => source) : []);
}
