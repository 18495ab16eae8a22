import type { RunStatus } from '#lib/run-event.ts';
import { sql, sqlTime } from '#prisma/client.ts';

/** Which runs; what is left out fits all. */
export type WhichRuns = {
  flowId?: string | undefined;
  status?: RunStatus | undefined;
  /** Type of the trigger that started them */
  trigger?: string | undefined;
  mode?: 'production' | 'test' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** In the flow's name, in the error, or how the id begins */
  text?: string | undefined;
  ids?: string[] | undefined;
};

export type Where = { text: string; args: (string | number)[] };

/** A published trigger has a row; of a draft's the plan tells, which takes longer to look into. */
const TRIGGER_TYPE = `COALESCE(
  (SELECT t."type" FROM "Trigger" t WHERE t."id" = r."flowId" || ':' || r."triggerId"),
  (SELECT json_extract(p."plan", '$.triggers."' || r."triggerId" || '".type') FROM "Plan" p WHERE p."hash" = r."planHash"))`;

/** The condition on `"Run" r` that lists, counts and everything done with many runs have in common. */
export function runWhere(which: WhichRuns): Where {
  const parts: [condition: string, ...args: (string | number)[]][] = [];
  if (which.flowId !== undefined) parts.push(['r."flowId" = ?', which.flowId]);
  if (which.status !== undefined) parts.push(['r."status" = ?', which.status]);
  if (which.mode !== undefined) parts.push(['r."mode" = ?', which.mode]);
  if (which.from !== undefined) parts.push(['r."createdAt" >= ?', sqlTime(new Date(which.from))]);
  if (which.to !== undefined) parts.push(['r."createdAt" < ?', sqlTime(new Date(which.to))]);
  if (which.trigger !== undefined) parts.push([`${TRIGGER_TYPE} = ?`, which.trigger]);
  if (which.text) parts.push(textPart(which.text));
  if (which.ids) parts.push([`r."id" IN (${which.ids.map(() => '?').join(', ')})`, ...which.ids]);
  return and(...parts.map(([text, ...args]) => ({ text, args })));
}

/** All of the conditions; none of them fits every run. */
export function and(...parts: Where[]): Where {
  const real = parts.filter(({ text }) => text !== '1');
  return {
    text: real.length === 0 ? '1' : real.map(({ text }) => text).join(' AND '),
    args: real.flatMap(({ args }) => args),
  };
}

function textPart(text: string): [string, ...string[]] {
  const plain = text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`);
  const flow = `SELECT f."id" FROM "Flow" f WHERE f."name" LIKE ? ESCAPE '\\'`;
  return [
    `(r."flowId" IN (${flow}) OR r."error" LIKE ? ESCAPE '\\' OR r."id" LIKE ? ESCAPE '\\')`,
    `%${plain}%`,
    `%${plain}%`,
    `${plain}%`,
  ];
}

/** How many runs fit, counted no further than `most`. */
export async function countRuns(where: Where, most: number): Promise<number> {
  const [row] = await sql().all<{ found: number }>(
    `SELECT COUNT(*) AS "found" FROM (SELECT 1 FROM "Run" r WHERE ${where.text} LIMIT ${most})`,
    where.args,
  );
  return row?.found ?? 0;
}
