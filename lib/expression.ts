/** Templates: `{{ expression }}` in texts. Used when a flow is compiled; a running flow reads only what comes out. */
import { parseSource } from '#lib/expression-ast.ts';
import { hoist } from '#lib/expression-hoist.ts';
import type { Node } from '#lib/expression-ast.ts';
import { staticPrefix } from '#lib/expression-path.ts';
import { ExpressionError, isRoot } from '#lib/expression-rules.ts';
import { toText } from '#lib/params.ts';
import type { Expression, Param, Reference } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

export { ExpressionError } from '#lib/expression-rules.ts';

const MAX_LENGTH = 10_000;
/** `}}` inside an expression is tried as its end and found wanting; this often, then the text is refused. */
const MAX_ENDS = 40;

type Hole = { literal: Json } | { reference: Reference } | { expression: Expression };

/** Whether any text in a value has a hole. */
export function hasTemplate(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(hasTemplate);
}

/** Compiles a drawn value. Throws `ExpressionError`; field names are never templates. */
export function parseParam(value: Json): Param {
  if (typeof value === 'string') return parseTemplate(value);
  if (!hasTemplate(value)) return { kind: 'literal', value };
  if (Array.isArray(value)) return { kind: 'list', items: value.map(parseParam) };
  return {
    kind: 'object',
    fields: Object.fromEntries(
      Object.entries(value as object).map(([name, field]) => [name, parseParam(field as Json)]),
    ),
  };
}

/** Texts already compiled: an editor compiles the whole flow at every change, and almost all of it is the same. */
const compiled = new Map<string, Param>();
const MAX_COMPILED = 5000;

/** Compiles one text: a lone `{{ … }}` keeps the type of its value, anything around it makes a text. */
export function parseTemplate(text: string): Param {
  if (!text.includes('{{')) return { kind: 'literal', value: text };
  const known = compiled.get(text);
  if (known) return known;
  const made = compileTemplate(text);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(text, made);
  return made;
}

function compileTemplate(text: string): Param {
  const parts: ({ text: string } | Hole)[] = [];
  let from = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    if (open > from) parts.push({ text: text.slice(from, open) });
    const { hole, end } = readHole(text, open);
    parts.push(hole);
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  const [only] = parts;
  if (parts.length === 1 && only && !('text' in only)) return lone(only);
  return joined(parts);
}

function lone(hole: Hole): Param {
  if ('literal' in hole) return { kind: 'literal', value: hole.literal };
  return 'reference' in hole
    ? { kind: 'reference', reference: hole.reference }
    : { kind: 'expression', expression: hole.expression };
}

function joined(parts: ({ text: string } | Hole)[]): Param {
  const plain = parts.map((part) => ('literal' in part ? { text: toText(part.literal) } : part));
  if (plain.every((part) => 'text' in part)) return { kind: 'literal', value: plain.map((part) => part.text).join('') };
  return { kind: 'text', parts: plain };
}

/** Reads from `{{` to the first `}}` that leaves a whole expression, so that `}}` may stand inside one. */
function readHole(text: string, open: number): { hole: Hole; end: number } {
  const start = open + 2;
  let first: Error | undefined;
  let close = text.indexOf('}}', start);
  if (close < 0)
    throw new ExpressionError('{{ is never closed: write }} after the expression. For {{ itself write {{ "{{" }}.');
  for (let tries = 0; close >= 0 && tries < MAX_ENDS; tries += 1, close = text.indexOf('}}', close + 1)) {
    const source = text.slice(start, close);
    if (source.length > MAX_LENGTH) break;
    let ast: Node;
    try {
      ast = parseSource(source);
    } catch (error) {
      first ??= error instanceof Error ? error : new ExpressionError(String(error));
      continue;
    }
    return { hole: readExpression(source, ast), end: close + 2 };
  }
  if (text.slice(start, text.indexOf('}}', start)).trim() === '')
    throw new ExpressionError('There is nothing between {{ and }}.');
  throw first ?? new ExpressionError(`An expression may have at most ${MAX_LENGTH} characters.`);
}

function readExpression(source: string, ast: Node): Hole {
  const literal = literalOf(ast);
  if (literal !== undefined) return { literal };
  const reference = loneReference(source, ast) ?? withFallback(source, ast);
  if (reference) return { reference };
  const trimmed = source.trim();
  return { expression: trimmed === source ? hoist(source, ast) : hoist(trimmed) };
}

function literalOf(node: Node | undefined): Json | undefined {
  return node && (node.type === 'string' || node.type === 'number' || node.type === 'value') && !node.predicate
    ? (node.value as Json)
    : undefined;
}

/** `trigger.body.name`: nothing but a static path. */
function loneReference(source: string, node: Node | undefined): Reference | undefined {
  const steps = node?.type === 'path' && !node.group ? (node.steps ?? []) : [];
  const first = steps[0];
  if (first?.type !== 'name' || !isRoot(first.value)) return undefined;
  const prefix = staticPrefix(source, steps);
  const last = steps.at(-1);
  const whole = prefix.steps === steps.length && prefix.stages === (last?.stages ?? []).length;
  return whole && last?.focus === undefined && last?.index === undefined ? prefix.reference : undefined;
}

/** `trigger.body.name ?? "nobody"`: a static path and a literal to use instead. */
function withFallback(source: string, node: Node): Reference | undefined {
  const asked = node.type === 'condition' ? node.condition : undefined;
  if (asked?.type !== 'function' || asked.procedure?.position !== undefined) return undefined;
  const reference = loneReference(source, node.then);
  const fallback = literalOf(node.else);
  if (!reference || fallback === undefined) return undefined;
  return fallback === null ? { ...reference, optional: true } : { ...reference, optional: true, fallback };
}
