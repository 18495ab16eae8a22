import jsonata from 'jsonata';
import { ExpressionError } from '#lib/expression-rules.ts';

/** The syntax tree as JSONata gives it; its published types cover only a part. */
export type Node = {
  type?: string;
  value?: unknown;
  position?: number;
  steps?: Node[];
  stages?: Node[];
  predicate?: Node[];
  expr?: Node;
  expression?: Node;
  expressions?: Node[];
  arguments?: Node[];
  procedure?: Node;
  body?: Node;
  lhs?: Node | Node[][];
  rhs?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  pattern?: Node;
  update?: Node;
  delete?: Node;
  terms?: { expression: Node }[];
  group?: { lhs: Node[][] };
  focus?: string;
  index?: string | number;
  keepArray?: boolean;
};

/** The syntax tree of an expression. Throws `ExpressionError`. */
export function parseSource(source: string): Node {
  try {
    return jsonata(source).ast() as unknown as Node;
  } catch (error) {
    if (error instanceof RangeError) throw new ExpressionError('The expression is nested too deeply.');
    const { code, message } = error as { code?: string; message?: string };
    if (code === 'S0217') throw new ExpressionError('% is not there. Refer to the value by its whole path.');
    throw new ExpressionError(`Cannot read the expression: ${message ?? String(error)}.`);
  }
}
