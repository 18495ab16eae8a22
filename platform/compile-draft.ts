/** A draft as it is kept, checked and compiled against what there is now. */
import { Invalid } from '#lib/errors.ts';
import { Flow } from '#lib/flow.ts';
import type { Plan, Problem } from '#lib/plan.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import { knownFlows } from '#platform/known-flows.ts';
import { knownPacks } from '#platform/skill-packs.ts';
import type { SqlTx, Tx } from '#prisma/client.ts';

/** The drawing, if it is one. */
export function checkedFlow(flow: unknown): Flow {
  const parsed = Flow.safeParse(flow);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  throw new Invalid('This is not a flow that Hearth can read.', problems);
}

type Reader = Pick<Tx, 'connection' | 'skillPack'> & Pick<SqlTx, 'sql'>;

/** The plan of a drawing; throws what its author must mend first. */
export async function compileDraft(
  tx: Reader,
  { id: ownId, draft }: { id: string; draft: string },
): Promise<{ plan: Plan; problems: Problem[]; flow: Flow }> {
  const rows = await tx.connection.findMany({ select: { id: true, type: true } });
  const types = new Map(rows.map((row) => [row.id, row.type]));
  const flows = await knownFlows(tx);
  const flow = checkedFlow(JSON.parse(draft));
  const packs = await knownPacks(tx);
  const result = compile(flow, catalogue, {
    connections: { typeOf: (id) => types.get(id) },
    flows: { ownId, find: (id) => flows.get(id) },
    skills: { isOn: (name) => packs.get(name)?.isOn },
  });
  const { problems } = result;
  const errors = problems.filter((problem) => problem.severity === 'error');
  if ('plan' in result && errors.length === 0) return { plan: result.plan, problems, flow };
  const listed = errors.map(({ node, field, message }) => ({ path: [node, field].filter(Boolean).join('.'), message }));
  const more = listed.length > 1 ? ` (and ${listed.length - 1} more)` : '';
  throw new Invalid(`This flow cannot run yet: ${listed[0]?.message ?? 'it does not compile.'}${more}`, listed);
}
