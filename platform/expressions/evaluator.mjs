// The process that evaluates expressions. The pool starts it, gives it tasks and kills it. Plain JavaScript, so that the
// same file runs under tsx, vitest and node.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { SANDBOX } from './sandbox.mjs';

const limits = JSON.parse(process.argv[2] ?? '{}');
const library = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

// No way to make code from text: should JSONata have a hole, there is nothing behind it. `afterEvaluate` puts promise
// callbacks under the time limit too.
const context = createContext(Object.create(null), {
  codeGeneration: { strings: false, wasm: false },
  microtaskMode: 'afterEvaluate',
});
runInContext(`var window = globalThis;\n${library}`, context, { filename: 'jsonata.js' });
runInContext(SANDBOX, context, { filename: 'sandbox.js' });
context.limits = JSON.stringify(limits);

function evaluate({ source, values }) {
  Object.assign(context, { source, values, answer: undefined });
  try {
    const run = 'evaluateTask(source, values, limits).then((text) => { answer = text; }); undefined';
    runInContext(run, context, { timeout: limits.timeoutMs });
  } catch (error) {
    if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return JSON.stringify({ error: { name: 'TooSlow', message: 'The expression took too long and was stopped.' } });
  }
  return (
    context.answer ?? JSON.stringify({ error: { name: 'ExpressionFailed', message: 'The expression gave no answer.' } })
  );
}

process.on('message', (task) => process.send({ id: task.id, answer: evaluate(task) }));
// Whoever started this is gone.
process.on('disconnect', () => process.exit());
process.send({ ready: true });
