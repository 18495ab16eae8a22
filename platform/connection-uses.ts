/** Where connections are used: steps of drafts and of what is published. */
import type { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { ConnectionUse } from '#lib/views.ts';
import { db } from '#prisma/client.ts';

type Step = { node: string; name: string; connection: string };

/** The flows and steps that use each connection, by its id. */
export async function connectionUses(): Promise<Map<string, ConnectionUse[]>> {
  const flows = await db().flow.findMany({
    where: { deletedAt: null },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, draft: true, publishedId: true },
  });
  const published = await db().flowVersion.findMany({
    where: { id: { in: flows.flatMap(({ publishedId }) => publishedId ?? []) } },
    select: { id: true, document: true },
  });
  const documents = new Map(published.map(({ id, document }) => [id, document]));
  const uses = new Map<string, ConnectionUse[]>();
  for (const { id: flowId, name: flowName, draft, publishedId } of flows) {
    const live = documents.get(publishedId ?? '');
    const [drawn, running] = [stepsIn(draft), live === undefined || live === draft ? null : stepsIn(live)];
    const everywhere = live === draft ? 'both' : 'draft';
    for (const connection of new Set([...drawn, ...(running ?? [])].map((step) => step.connection))) {
      const steps = stepsOf(connection, { drawn, running, everywhere });
      uses.set(connection, [...(uses.get(connection) ?? []), { flowId, flowName, steps }]);
    }
  }
  return uses;
}

type Places = { drawn: Step[]; running: Step[] | null; everywhere: 'both' | 'draft' };

function stepsOf(connection: string, { drawn, running, everywhere }: Places): ConnectionUse['steps'] {
  const mine = (steps: Step[]) => steps.filter((step) => step.connection === connection);
  const live = new Set(mine(running ?? []).map(({ node }) => node));
  const here = new Set(mine(drawn).map(({ node }) => node));
  return [
    ...mine(drawn).map(({ node, name }) => ({ node, name, where: live.has(node) ? ('both' as const) : everywhere })),
    ...mine(running ?? [])
      .filter(({ node }) => !here.has(node))
      .map(({ node, name }) => ({ node, name, where: 'published' as const })),
  ];
}

function stepsIn(document: string): Step[] {
  const { nodes } = JSON.parse(document) as Flow;
  return nodes.flatMap(({ id: node, name, connection, params }) => {
    // A trigger names its connection among its params; a step may have others to fall back to, an agent has tools.
    const named = [
      connection,
      params['connection'],
      ...connectionsIn(params['fallbacks']),
      ...connectionsIn(params['tools']),
    ];
    const used = named.filter((one) => typeof one === 'string');
    return [...new Set(used)].map((one) => ({ node, name, connection: one }));
  });
}

function connectionsIn(list: Json | undefined): unknown[] {
  return Array.isArray(list) ? list.map((one) => (one as { connection?: Json } | null)?.connection) : [];
}
