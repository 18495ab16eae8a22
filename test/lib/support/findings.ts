/** What the lint says of a drawing. */
import type { Flow } from '#lib/flow.ts';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { compile } from '#nodes/compile.ts';
import type { Catalogue } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import { lintDrawing, type OwnersLists } from '#nodes/lint/drawing.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { draw } from '#test/support/draw.ts';

export type Drawing = Parameters<typeof draw>[0];
/** What the owner has listed and ruled, and the types of steps there are. */
export type World = { lists?: Partial<OwnersLists>; types?: Catalogue };

/** All findings, worst first. */
export function findings(drawing: Drawing | Flow, { lists, types = catalogue }: World = {}): Finding[] {
  const flow = 'format' in drawing ? drawing : draw(drawing);
  const made = compile(flow, types);
  if (!('plan' in made)) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  const known = { policy: DEFAULT_POLICY, listed: [], variables: {}, ...lists };
  return lintDrawing(flow, made.plan, { catalogue: types, flowId: 'f', lists: known });
}

/** The same as texts: `step: rule`. */
export const rules = (drawing: Drawing, world?: World) =>
  findings(drawing, world).map(({ node, rule }) => `${node}: ${rule}`);
