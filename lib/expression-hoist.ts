/** Takes the static paths out of a JSONata expression, so that it sees their values and never the places they are in. */
import { referenceKey } from '#lib/call.ts';
import { parseSource } from '#lib/expression-ast.ts';
import type { Node } from '#lib/expression-ast.ts';
import { checkBinding, checkVariable, ExpressionError, isRoot, unknownRoot } from '#lib/expression-rules.ts';
import { staticPrefix } from '#lib/expression-path.ts';
import type { Prefix } from '#lib/expression-path.ts';
import type { Expression, Reference } from '#lib/plan.ts';

type Place = { inContext: boolean; optional?: boolean; tested?: boolean };
type Found = Prefix & { optional: boolean; tested: boolean };

/** The expression with `$r0`, `$o1` … in place of its static paths. Throws `ExpressionError` for what may not be said. */
export function hoist(source: string, ast: Node = parseSource(source)): Expression {
  const walker = new Walker(source, ast);
  walker.visit(ast, { inContext: false });
  const found = [...walker.found.values()];
  const tested = found.filter((one) => one.tested);
  // `$exists(a) ? a.b : c`: what was asked for may be absent wherever it stands.
  for (const one of found) one.optional ||= tested.some((other) => startsWith(one.reference, other.reference));
  return rewrite(source, found);
}

function startsWith(whole: Reference, part: Reference): boolean {
  return (
    whole.root === part.root &&
    whole.step === part.step &&
    part.path.every((piece, index) => whole.path[index] === piece)
  );
}

function rewrite(source: string, found: Found[]): Expression {
  const references: Reference[] = [];
  const indexes = new Map<string, number>();
  let text = '';
  let from = 0;
  for (const { start, end, reference, optional } of found.sort((a, b) => a.start - b.start)) {
    const whole: Reference = optional ? { ...reference, optional } : reference;
    const key = `${optional ? '?' : ''}${referenceKey(whole)}`;
    const index = indexes.get(key) ?? references.push(whole) - 1;
    indexes.set(key, index);
    text += `${source.slice(from, start)}$${optional ? 'o' : 'r'}${index}`;
    from = end;
  }
  return { source: text + source.slice(from), references };
}

class Walker {
  readonly found = new Map<number, Found>();
  private readonly source: string;
  private readonly bound: Set<string>;

  constructor(source: string, ast: Node) {
    this.source = source;
    this.bound = boundNames(ast);
  }

  visit(node: Node, place: Place): void {
    switch (node.type) {
      case 'path':
        this.path(node, place);
        break;
      case 'function':
      case 'partial':
        this.call(node, place);
        break;
      case 'variable':
        if (node.value !== '') checkVariable(String(node.value), this.bound);
        else if (!place.inContext)
          throw new ExpressionError('$ stands for nothing here. Begin with trigger, steps.<id> or run.');
        break;
      case 'wildcard':
      case 'descendant':
        if (!place.inContext) throw new ExpressionError('* needs something before it, such as trigger.body.*');
        break;
      case 'parent':
        throw new ExpressionError('% is not there. Refer to the value by its whole path.');
      case 'condition':
        this.condition(node, place);
        break;
      case 'lambda':
      case 'binary':
      case 'unary':
      case 'bind':
      case 'apply':
      case 'block':
      case 'sort':
      case 'transform':
      case 'filter':
        break;
      case 'string':
      case 'number':
      case 'value':
      case 'regex':
      case 'operator':
      case 'index':
        break;
      default:
        throw new ExpressionError(`This form of expression is not supported (${String(node.type)}).`);
    }
    this.parts(node, place);
  }

  /** What every kind of node may have besides. Filters, groups and sort terms look at the elements before them. */
  private parts(node: Node, { inContext }: Place): void {
    const outer = node.type === 'bind' ? [node.rhs] : Array.isArray(node.lhs) ? [node.rhs] : [node.lhs, node.rhs];
    const same = [...outer, node.body, node.expression, ...(node.expressions ?? [])];
    for (const part of same) if (part) this.visit(part, { inContext });
    for (const pair of Array.isArray(node.lhs) ? node.lhs : [])
      for (const part of pair) this.visit(part, { inContext });
    const inner = [
      node.expr,
      node.pattern,
      node.update,
      node.delete,
      ...(node.terms ?? []).map((term) => term.expression),
    ];
    for (const part of [...inner, ...(node.group?.lhs.flat() ?? []), ...(node.predicate ?? [])]) {
      if (part) this.visit(part, { inContext: true });
    }
    if (node.type !== 'name') for (const stage of node.stages ?? []) this.visit(stage, { inContext: true });
  }

  private path(node: Node, place: Place): void {
    const [first, ...rest] = node.steps ?? [];
    if (!first) return;
    let skipSteps = 0;
    let skipStages = 0;
    if (first.type === 'name') {
      if (isRoot(first.value)) {
        const prefix = staticPrefix(this.source, node.steps ?? []);
        this.note(prefix, place);
        skipSteps = prefix.steps - 1;
        skipStages = prefix.stages;
      } else if (!place.inContext) {
        throw unknownRoot(String(first.value));
      }
    } else {
      this.visit(first, place);
    }
    const last = skipSteps === 0 ? first : rest[skipSteps - 1];
    if (last?.type === 'name')
      for (const stage of (last.stages ?? []).slice(skipStages)) this.visit(stage, { inContext: true });
    for (const step of rest.slice(skipSteps)) this.step(step);
  }

  private step(step: Node): void {
    if (step.type !== 'name') return this.visit(step, { inContext: true });
    for (const stage of step.stages ?? []) this.visit(stage, { inContext: true });
  }

  private call(node: Node, place: Place): void {
    if (node.procedure) this.visit(node.procedure, { inContext: place.inContext });
    const tested = node.procedure?.type === 'variable' && node.procedure.value === 'exists';
    for (const part of node.arguments ?? []) this.visit(part, { inContext: place.inContext, optional: tested, tested });
  }

  private condition(node: Node, place: Place): void {
    const asked = node.condition;
    // `a ?? b` becomes: exists(a) ? a : b, and only there has the function no place in the source.
    const fallback = asked?.type === 'function' && asked.procedure?.position === undefined;
    if (asked && !fallback) this.visit(asked, { inContext: place.inContext });
    if (node.then) this.visit(node.then, { inContext: place.inContext, optional: fallback });
    if (node.else) this.visit(node.else, { inContext: place.inContext });
  }

  private note(prefix: Prefix, { optional = false, tested = false }: Place): void {
    const before = this.found.get(prefix.start);
    this.found.set(prefix.start, {
      ...prefix,
      optional: optional || before?.optional === true,
      tested: tested || before?.tested === true,
    });
  }
}

/** Names that the expression itself gives: `$x := …`, parameters, `@$x` and `#$x`. */
function boundNames(ast: Node): Set<string> {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const node = value as Node;
    if (node.type === 'bind' && node.lhs && !Array.isArray(node.lhs)) names.add(String(node.lhs.value));
    if (node.type === 'lambda') for (const parameter of node.arguments ?? []) names.add(String(parameter.value));
    if (typeof node.focus === 'string') names.add(node.focus);
    if (typeof node.index === 'string') names.add(node.index);
    if (node.type === 'index' && typeof node.value === 'string') names.add(node.value);
    for (const part of Object.values(value)) look(part);
  };
  look(ast);
  for (const name of names) checkBinding(name);
  return names;
}
