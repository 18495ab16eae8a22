/** Finds in the sources which texts are used, and with which arguments. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOMS = ['app', 'components', 'lib', 'platform', 'server'];
const GIVERS = new Map([
  ['useTranslations', 0],
  ['requestTexts', 0],
  ['textsOf', 1],
]);

/** One call of a text: its possible full keys and the arguments it is given (null: not to be told). */
type Call = { keys: string[]; given: string[] | null; at: string };

export type Usage = {
  calls: Call[];
  /** Matches every full key that some source may name. */
  isNamed: (key: string) => boolean;
};

type Seen = { named: Set<string>; patterns: Set<string>; keyTypes: Set<string>; literals: Set<string>; calls: Call[] };

/** Reads all sources. */
export function scanUsage(): Usage {
  const seen: Seen = {
    ...{ named: new Set(), patterns: new Set(), keyTypes: new Set(), literals: new Set() },
    calls: [],
  };
  for (const room of ROOMS) for (const file of sourcesIn(room)) scanFile(file, seen);
  const patterns = [...seen.patterns].map((pattern) => new RegExp(pattern));
  const isNamed = (key: string) =>
    seen.named.has(key) ||
    patterns.some((pattern) => pattern.test(key)) ||
    [...seen.keyTypes].some((name) => key.startsWith(`${name}.`) && seen.literals.has(key.slice(name.length + 1)));
  return { calls: seen.calls, isNamed };
}

function sourcesIn(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(room, name));
}

function scanFile(file: string, seen: Seen): void {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const names = bindingsOf(source, seen.keyTypes);
  const groups = [...new Set([...names.values()].flatMap((set) => [...set]))];
  visit(source, (node) => {
    if (ts.isStringLiteralLike(node)) seen.literals.add(node.text);
    if (ts.isStringLiteralLike(node)) for (const group of groups) seen.named.add(`${group}.${node.text}`);
    if (ts.isTemplateExpression(node))
      for (const group of groups) seen.patterns.add(`^${escape(group)}\\.${patternOf(node)}$`);
    const call = ts.isCallExpression(node) ? callOf(node, names) : null;
    if (call) seen.calls.push({ ...call, at: `${file}: ${node.getText(source).slice(0, 80)}` });
  });
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

/** Which name stands for which groups of texts: `const t = useTranslations('x')`, `t: Texts<'x'>`. */
function bindingsOf(source: ts.SourceFile, keyTypes: Set<string>): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const bind = (name: string, group: string) => names.set(name, (names.get(name) ?? new Set()).add(group));
  visit(source, (node) => {
    const text = ts.isTypeReferenceNode(node) ? node.typeName.getText(source) : '';
    if (ts.isTypeReferenceNode(node) && (text === 'Texts' || text === 'TextKey')) {
      const group = node.typeArguments?.[0]?.getText(source).replace(/['"]/g, '') ?? '';
      if (text === 'TextKey') keyTypes.add(group);
      else bind(nameOfHolder(node) ?? 't', group);
    }
    if (ts.isVariableDeclaration(node) && node.initializer) {
      const group = givenGroup(node.initializer);
      if (group !== null) bind(node.name.getText(source), group);
    }
  });
  return names;
}

function nameOfHolder(type: ts.Node): string | null {
  const { parent } = type;
  const holds = ts.isParameter(parent) || ts.isPropertySignature(parent) || ts.isVariableDeclaration(parent);
  return holds ? parent.name.getText() : null;
}

function givenGroup(initializer: ts.Expression): string | null {
  const bare = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  if (!ts.isCallExpression(bare)) return null;
  const at = GIVERS.get(bare.expression.getText());
  const group = at === undefined ? undefined : bare.arguments[at];
  return group && ts.isStringLiteral(group) ? group.text : null;
}

/** A template with its holes open, as the text of a pattern. */
function patternOf(node: ts.TemplateExpression): string {
  return escape(node.head.text) + node.templateSpans.map((span) => `.+${escape(span.literal.text)}`).join('');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function callOf(node: ts.CallExpression, names: Map<string, Set<string>>): Omit<Call, 'at'> | null {
  const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression;
  const [key, values] = node.arguments;
  const groups = names.get(callee.getText());
  if (!groups || !key || !ts.isStringLiteralLike(key)) return null;
  return { keys: [...groups].map((group) => `${group}.${key.text}`), given: namesIn(values) };
}

function namesIn(values: ts.Expression | undefined): string[] | null {
  if (values === undefined) return [];
  if (!ts.isObjectLiteralExpression(values) || values.properties.some(ts.isSpreadAssignment)) return null;
  return values.properties.map((property) => property.name?.getText() ?? '').sort();
}
