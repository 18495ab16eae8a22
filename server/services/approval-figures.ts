/** Whether people read what they are asked: the last thirty days, for the owner. */
import { isRefusal, type ApprovalButton, type ApprovalRequest } from '#lib/approval.ts';
import { figuresOf, type ApprovalFigures } from '#lib/approval-figures.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';

const DAYS = 30;
const DAY_MS = 86_400_000;
const MOST = 50_000;

type Row = {
  flowId: string;
  kind: ApprovalRequest['kind'];
  status: string;
  choice: string | null;
  createdAt: string;
  decidedAt: string | null;
  readMs: number | null;
  /** JSON */
  buttons: string | null;
};

export type FiguresView = Omit<ApprovalFigures, 'flows'> & {
  days: number;
  flows: { flowId: string; flowName: string; asked: number }[];
};

/** The figures of real runs; test runs are asked by whoever draws. */
export async function approvalFigures(): Promise<FiguresView> {
  const since = sqlTime(Date.now() - DAYS * DAY_MS);
  const rows = await sql().all<Row>(
    `SELECT "flowId", "kind", "status", "choice", "createdAt", "decidedAt", "readMs",
       json_extract("request", '$.buttons') AS "buttons"
     FROM "Approval" a WHERE "status" IN ('waiting', 'decided', 'expired', 'cancelled') AND "createdAt" > ?
       AND NOT EXISTS (SELECT 1 FROM "Run" r WHERE r."id" = a."runId" AND r."mode" = 'test')
     ORDER BY "createdAt" DESC LIMIT ${MOST}`,
    [since],
  );
  const runs = await db().run.count({ where: { createdAt: { gt: new Date(since) }, mode: 'production' } });
  const { flows, ...figures } = figuresOf(rows.map(answered), runs);
  const named = await db().flow.findMany({
    where: { id: { in: flows.map(({ flowId }) => flowId) } },
    select: { id: true, name: true },
  });
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return { ...figures, days: DAYS, flows: flows.map((one) => ({ ...one, flowName: names.get(one.flowId) ?? '' })) };
}

function answered({ flowId, kind, status, choice, createdAt, decidedAt, readMs, buttons }: Row) {
  const button = (JSON.parse(buttons ?? '[]') as ApprovalButton[]).find(({ id }) => id === choice);
  return {
    ...{ flowId, readMs, createdAt: Date.parse(createdAt) },
    decidedAt: status === 'decided' && decidedAt !== null ? Date.parse(decidedAt) : null,
    refused: button !== undefined && isRefusal({ kind }, button),
  };
}
