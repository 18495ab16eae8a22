import { ExpressionError } from '#lib/expression-rules.ts';
import type { Root } from '#lib/expression-rules.ts';
import type { Node } from '#lib/expression-ast.ts';
import type { PathPart, Reference } from '#lib/plan.ts';

/** The static beginning of a path: the reference, where it stands in the source, how many steps and stages it takes. */
export type Prefix = { reference: Reference; start: number; end: number; steps: number; stages: number };

/** Reads the longest static beginning of a path that starts at a root. */
export function staticPrefix(source: string, steps: readonly Node[]): Prefix {
  const first = steps[0];
  const root = String(first?.value) as Root;
  const reader = { source, path: [] as PathPart[], end: first?.position ?? 0, steps: 1, stages: 0 };
  let open = readStages(reader, first);
  for (const step of steps.slice(1)) {
    if (!open || step.type !== 'name' || step.keepArray) break;
    reader.path.push(String(step.value));
    reader.end = step.position ?? reader.end;
    reader.steps += 1;
    reader.stages = 0;
    open = readStages(reader, step);
  }
  if (first?.keepArray) throw new ExpressionError(`Write ${root}.<field>[*] instead of ${root}[].`);
  const start = startOf(source, { end: first?.position ?? 0, name: root });
  return {
    reference: referenceOf(root, reader.path),
    start,
    end: reader.end,
    steps: reader.steps,
    stages: reader.stages,
  };
}

type Reader = { source: string; path: PathPart[]; end: number; steps: number; stages: number };

/** Takes the static `[0]`, `[*]` and `["name"]` of a step; false when something else ends the static part here. */
function readStages(reader: Reader, step: Node | undefined): boolean {
  if (step?.focus !== undefined || step?.index !== undefined) return false;
  for (const stage of step?.stages ?? []) {
    const part = stage.type === 'filter' && stage.expr ? staticPart(stage.expr) : undefined;
    const end = part === undefined ? undefined : bracketEnd(reader.source, stage.expr?.position ?? 0);
    if (part === undefined || end === undefined) return false;
    reader.path.push(part);
    reader.end = end;
    reader.stages += 1;
  }
  return true;
}

function staticPart(expr: Node): PathPart | undefined {
  if (expr.type === 'wildcard') return '*';
  if (expr.type === 'number' && Number.isInteger(expr.value)) return expr.value as number;
  return expr.type === 'string' && expr.value !== '*' ? String(expr.value) : undefined;
}

function bracketEnd(source: string, from: number): number | undefined {
  const closing = /(?:\s|\/\*[\s\S]*?\*\/)*\]/y;
  closing.lastIndex = from;
  return closing.test(source) ? closing.lastIndex : undefined;
}

/** JSONata tells where a name ends; a quoted one is longer than itself. */
function startOf(source: string, { end, name }: { end: number; name: string }): number {
  if (source.slice(end - name.length, end) === name) return end - name.length;
  const quoted = end - name.length - 2;
  if (source[quoted] === '`' || source[quoted] === '"' || source[quoted] === "'") return quoted;
  throw new ExpressionError(`Write ${name} without quotes.`);
}

function referenceOf(root: Root, path: PathPart[]): Reference {
  if (root !== 'steps') return { root, path };
  const [id, ...rest] = path;
  if (typeof id !== 'string' || id === '*') {
    throw new ExpressionError('Name the step: steps.<id>. Which step it is cannot be worked out when the flow runs.');
  }
  return { root, step: id, path: rest };
}
