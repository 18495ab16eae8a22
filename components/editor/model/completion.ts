import { FUNCTION_SIGNATURES } from '#lib/expression-rules.ts';
import type { DataField } from '#components/editor/model/data-fields.ts';
import type { DataSource } from '#components/editor/model/outputs.ts';
import { parsePath, pathText } from '#components/editor/model/references.ts';
import { word } from '#components/editor/model/words.ts';

/** What may be written next. `insert` takes the place of what is typed from `from` on; the cursor goes `back` into it. */
export type Completion = { insert: string; name: string; type: string; sample?: string; back?: number };
export type Completions = { from: number; options: Completion[] };

type Known = { sources: readonly DataSource[]; variables: readonly string[] };

const MOST = 60;
const NONE: Completions = { from: 0, options: [] };
const RUN_FIELDS = ['id', 'flowId', 'flowName', 'trigger', 'startedAt'];
/** The way that is being typed at the end: names, places and quoted names, with points between. */
const WAY = /(?:[A-Za-z_](?:\w|\.(?!\d)|\[(?:\d*|\*)\]|`[^`]*`?)*(?:\[[\d*]?)?)?$/;

/** What can follow the part of an expression that stands before the cursor. */
export function completionsAt(typed: string, known: Known): Completions {
  if (isInText(typed)) return NONE;
  const call = /\$([A-Za-z]\w*)?$/.exec(typed);
  if (call) return { from: call.index, options: functions(call[1] ?? '') };
  const way = WAY.exec(typed)?.[0] ?? '';
  const from = typed.length - way.length;
  if (typed[from - 1] === '$' || typed[from - 1] === '`') return NONE;
  const cut = Math.max(way.lastIndexOf('.'), way.lastIndexOf('['));
  const found = cut < 0 ? beginnings(way, known) : inside(way.slice(0, cut), { part: way.slice(cut + 1), known });
  return { from, options: found.slice(0, MOST) };
}

function isInText(typed: string): boolean {
  let quote = '';
  for (let at = 0; at < typed.length; at += 1) {
    const char = typed[at] ?? '';
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (quote !== '' && char === '\\') at += 1;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}

function functions(part: string): Completion[] {
  const wanted = part.toLowerCase();
  return Object.entries(FUNCTION_SIGNATURES)
    .filter(([name]) => name.toLowerCase().includes(wanted))
    .sort(([a], [b]) => rank(a, wanted) - rank(b, wanted))
    .map(([name, takes]) => ({ insert: `$${name}()`, name: `$${name}(${takes})`, type: 'function', back: 1 }))
    .slice(0, MOST);
}

function rank(name: string, part: string): number {
  return name.toLowerCase().startsWith(part) ? 0 : 1;
}

/** Steps by their names, and what else an expression may begin with. */
function beginnings(part: string, { sources, variables }: Known): Completion[] {
  const roots = sources.map((source) => ({ insert: source.root, name: source.name, type: source.root }));
  const more = [
    { insert: 'run', name: word('run'), type: 'run' },
    ...(variables.length > 0 ? [{ insert: 'vars', name: word('vars'), type: 'vars' }] : []),
  ];
  const wanted = part.toLowerCase();
  const distinct = roots.filter((one, at) => roots.findIndex(({ insert }) => insert === one.insert) === at);
  return [...distinct, ...more].filter(
    ({ insert, name }) => insert !== part && `${insert} ${name}`.toLowerCase().includes(wanted),
  );
}

/** What lies at the end of a way. */
function inside(base: string, { part, known }: { part: string; known: Known }): Completion[] {
  const wanted = part.replace(/[`\]]/g, '').toLowerCase();
  const options = base === 'steps' ? steps(known) : fieldsAt(base, known);
  return options
    .filter(({ insert, name }) => `${insert.slice(base.length)} ${name}`.toLowerCase().includes(wanted))
    .filter(({ insert }) => insert !== `${base}.${part}`)
    .sort((a, b) => rank(a.insert.slice(base.length + 1), wanted) - rank(b.insert.slice(base.length + 1), wanted));
}

function steps({ sources }: Known): Completion[] {
  const drawn = sources.filter(({ root }) => root.startsWith('steps.'));
  return drawn.map(({ root, name }) => ({ insert: root, name, type: 'step' }));
}

function fieldsAt(base: string, { sources, variables }: Known): Completion[] {
  if (base === 'vars') return variables.map((name) => ({ insert: pathText('vars', [name]), name, type: 'variable' }));
  if (base === 'run') return RUN_FIELDS.map((name) => ({ insert: `run.${name}`, name, type: 'string' }));
  return childrenAt(base, sources).flatMap((field) => completionsOf(base, field));
}

function completionsOf(base: string, field: DataField): Completion[] {
  const key = field.path.at(-1) ?? '';
  const rest = { type: field.type, ...(field.sample === undefined ? {} : { sample: field.sample }) };
  if (typeof key !== 'number') return [{ insert: pathText(base, [key]), name: field.name, ...rest }];
  return [
    { insert: `${base}[0]`, name: word('first'), ...rest },
    { insert: `${base}[*]`, name: word('each'), type: word('listOf', { type: field.type }) },
  ];
}

/** The fields at the end of a way; `[*]` and any place stand for the first element. */
function childrenAt(base: string, sources: readonly DataSource[]): DataField[] {
  // The longest root is the one that is meant: `steps.loop.item` before `steps.loop`.
  const fitting = sources.filter(
    ({ root }) => base === root || base.startsWith(`${root}.`) || base.startsWith(`${root}[`),
  );
  const longest = Math.max(0, ...fitting.map(({ root }) => root.length));
  return fitting
    .filter(({ root }) => root.length === longest)
    .flatMap((source) => {
      const way = parsePath(`item${base.slice(source.root.length)}`);
      let fields: readonly DataField[] = source.fields;
      for (const step of way?.path ?? []) fields = fields.find((field) => fits(field, step))?.children ?? [];
      return way ? [...fields] : [];
    });
}

function fits(field: DataField, step: string | number): boolean {
  const key = field.path.at(-1);
  return typeof key === 'number' ? typeof step === 'number' || step === '*' : key === step;
}
