import type { Json } from '#lib/value.ts';

/** A way to fill in a step's form, to begin with or to learn from. Texts in `{{ }}` name steps a flow may not have. */
export type Example = {
  /** What it does, as a short sentence without its full stop. */
  title: string;
  params: Record<string, Json>;
};

/** Examples by node type; keeps the names, so that a missing one is noticed. */
export function examples<const Type extends string>(
  given: Record<Type, readonly Example[]>,
): Record<Type, readonly Example[]> {
  return given;
}
