import { Invalid } from '#lib/errors.ts';
import type { Flow } from '#lib/flow.ts';

/** What came with a paste runs by itself only after a person has looked at where it leads. */
export function refuseForeign(flow: Flow): void {
  const listed = flow.nodes.flatMap((node) =>
    (node.unconfirmed ?? [])
      .filter((field) => Object.hasOwn(node.params, field))
      .map((field) => ({
        path: `${node.id}.${field}`,
        message: `"${node.name}" was pasted and leads to a value that nobody has confirmed.`,
      })),
  );
  if (listed.length === 0) return;
  throw new Invalid('Some steps were pasted from elsewhere. Open the flow and confirm where they lead first.', listed);
}
