import type { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

/** The values as the declaration wants them, defaults filled in; lists every field that does not fit. */
export function validateInput<I extends z.ZodObject>(
  declared: { title: string; input: I },
  values: Record<string, Json>,
): z.output<I> {
  const parsed = declared.input.safeParse(values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const fields = [...new Set(problems.map((problem) => problem.path.split('.')[0]))].filter(Boolean).join(', ');
  throw new Invalid(`"${declared.title}" cannot use its ${fields || 'parameters'}.`, problems);
}
