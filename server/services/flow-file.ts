import { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import { Flow } from '#lib/flow.ts';

/** JSON Schema of what a flow file may hold. */
export function flowFileSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(Flow, { io: 'input' }), title: 'Hearth flow' };
}

/** Reads the text of a flow file; what is wrong with it is said by path. */
export function parseFlowFile(text: string): Flow {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new Invalid(
      `This is not a flow file: it is not valid JSON (${cause instanceof Error ? cause.message : 'unreadable'}).`,
    );
  }
  const parsed = Flow.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 50)
    .map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const first = problems[0];
  throw new Invalid(
    `This is not a flow file: ${first?.path ? `${first.path}: ` : ''}${first?.message ?? 'unknown'}`,
    problems,
  );
}
