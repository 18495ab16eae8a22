/** What models were asked and what that cost, by days of somebody's calendar. */
import { dayAfter, dayAt, daysBetween, daysInMonth, startOfDay } from '#lib/days.ts';
import { Invalid } from '#lib/errors.ts';
import { forecast, type ForecastFacts } from '#lib/usage-forecast.ts';
import type { UsageBy, UsageDay, UsagePart, UsageRow, UsageSlice, UsageSum, UsageView } from '#lib/views-usage.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';
import { usageCaps } from '#server/services/usage-caps.ts';

type Days = { from: string; to: string; zone: string };

/** Days that are asked for; the last thirty where nothing is said. */
type AskedDays = { from?: string | undefined; to?: string | undefined; zone: string };

type Counted = UsageSum & { day: string; flow: string; model: string; connection: string; person: string | null };
type Names = Record<UsageBy, Map<string, string>>;

const SUMMED = [
  'calls',
  'failed',
  'cut',
  'unpriced',
  'inputTokens',
  'cachedTokens',
  'outputTokens',
  'cost',
  'uncertain',
];
const PARTS: readonly UsageBy[] = ['flow', 'model', 'connection', 'person'];
const USUAL_DAYS = 30;
const MOST_DAYS = 400;
/** A file of more is for a database. */
const MOST_ROWS = 50_000;

/** Sums over the days, each day, and who took how much; dearest first. With what the month may come to, and the caps. */
export async function usageView(asked: AskedDays): Promise<UsageView> {
  const range = rangeOf(asked);
  const { zone } = range;
  const since = await firstDay(zone);
  const [rows, month, caps] = await Promise.all([countedRows(range), monthly(zone, since), usageCaps()]);
  const names = await namesOf(rows);
  const parts = PARTS.map((by) => [by, partsOf(rows, { by, names: names[by] })] as const);
  return {
    ...range,
    currency: 'USD',
    since,
    total: sumOf(rows),
    days: daysOf(rows, range),
    by: Object.fromEntries(parts) as UsageView['by'],
    forecast: month,
    caps,
  };
}

/** The rows of a file: each day with each flow, model, connection and person, by name. */
export async function usageRows(asked: AskedDays): Promise<UsageRow[]> {
  const rows = await countedRows(rangeOf(asked));
  const names = await namesOf(rows);
  return rows.slice(0, MOST_ROWS).map(({ flow, connection, person, ...row }) => ({
    ...row,
    flow: names.flow.get(flow) ?? flow,
    connection: names.connection.get(connection) ?? connection,
    person: person === null ? '' : (names.person.get(person) ?? person),
  }));
}

function rangeOf({ zone, to = dayAt(zone, Date.now()), from = dayAfter(to, 1 - USUAL_DAYS) }: AskedDays): Days {
  const { length } = daysBetween(from, to);
  if (length === 0) throw new Invalid('The last day is before the first one.');
  if (length > MOST_DAYS) throw new Invalid(`Ask for at most ${MOST_DAYS} days at once.`);
  return { from, to, zone };
}

/** Sums of a day, flow, model, connection and person. A day is as long as it is in that zone. */
async function countedRows({ from, to, zone }: Days): Promise<Counted[]> {
  const days = daysBetween(from, to).map((day) => ({
    day,
    start: sqlTime(startOfDay(zone, day)),
    end: sqlTime(startOfDay(zone, dayAfter(day, 1))),
  }));
  const rows = await sql().all<Counted>(
    `SELECT d.value ->> 'day' AS "day", c."flowId" AS "flow", c."model", c."connectionId" AS "connection",
       r."startedById" AS "person", COUNT(*) AS "calls", SUM(c."status" = 'failed') AS "failed",
       SUM(c."status" IN ('cut', 'begun')) AS "cut", SUM(c."status" = 'ok' AND c."cost" IS NULL) AS "unpriced",
       COALESCE(SUM(c."inputTokens"), 0) AS "inputTokens", COALESCE(SUM(c."cachedTokens"), 0) AS "cachedTokens",
       COALESCE(SUM(c."outputTokens"), 0) AS "outputTokens", COALESCE(SUM(c."cost"), 0) AS "cost",
       COALESCE(SUM(CASE WHEN c."status" IN ('cut', 'begun') THEN MAX(c."mostCost" - COALESCE(c."cost", 0), 0) END), 0) AS "uncertain"
     FROM json_each(?) d JOIN "ModelCall" c ON c."at" >= d.value ->> 'start' AND c."at" < d.value ->> 'end'
     LEFT JOIN "Run" r ON r."id" = c."rootRunId"
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, "cost" DESC, 2, 3, 4, 5`,
    [JSON.stringify(days)],
  );
  // Counts may come as bigint.
  return rows.map((row) => ({ ...row, ...sumOf([row]) }));
}

function sumOf(rows: readonly UsageSum[]): UsageSum {
  const sums = SUMMED.map((name) => [name, rows.reduce((sum, row) => sum + Number(row[name as keyof UsageSum]), 0)]);
  return Object.fromEntries(sums) as UsageSum;
}

function grouped<K>(rows: readonly Counted[], keyOf: (row: Counted) => K): Map<K, Counted[]> {
  const groups = new Map<K, Counted[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function partsOf(rows: readonly Counted[], { by, names }: { by: UsageBy; names: Map<string, string> }): UsagePart[] {
  return [...grouped(rows, (row) => row[by])]
    .map(([id, group]) => ({ id, name: id === null ? null : (names.get(id) ?? null), ...sumOf(group) }))
    .toSorted((one, other) => other.cost - one.cost || tokensOf(other) - tokensOf(one) || other.calls - one.calls);
}

function tokensOf({ inputTokens, outputTokens }: UsageSum): number {
  return inputTokens + outputTokens;
}

function daysOf(rows: readonly Counted[], { from, to }: Days): UsageDay[] {
  const byDay = grouped(rows, ({ day }) => day);
  return daysBetween(from, to).map((day) => {
    const ofDay = byDay.get(day) ?? [];
    const by = Object.fromEntries(PARTS.map((part) => [part, slicesOf(ofDay, part)])) as UsageDay['by'];
    return { day, ...sumOf(ofDay), by };
  });
}

function slicesOf(rows: readonly Counted[], by: UsageBy): UsageSlice[] {
  return [...grouped(rows, (row) => row[by])].map(([id, group]) => {
    const sum = sumOf(group);
    return { id, cost: sum.cost, tokens: tokensOf(sum), calls: sum.calls };
  });
}

async function namesOf(rows: readonly Counted[]): Promise<Names> {
  const idsOf = (by: UsageBy) => ({ id: { in: [...new Set(rows.flatMap((row) => row[by] ?? []))] } });
  const select = { id: true, name: true } as const;
  const [flows, connections, people] = await Promise.all([
    db().flow.findMany({ where: idsOf('flow'), select }),
    db().connection.findMany({ where: idsOf('connection'), select }),
    db().user.findMany({ where: idsOf('person'), select }),
  ]);
  const named = (found: { id: string; name: string }[]) => new Map(found.map(({ id, name }) => [id, name]));
  const models = new Map(rows.map(({ model }) => [model, model]));
  return { flow: named(flows), connection: named(connections), person: named(people), model: models };
}

async function firstDay(zone: string): Promise<string | null> {
  const { _min } = await db().modelCall.aggregate({ _min: { at: true } });
  return _min.at && dayAt(zone, _min.at.getTime());
}

async function monthly(zone: string, since: string | null): Promise<UsageView['forecast']> {
  const today = dayAt(zone, Date.now());
  const first = `${today.slice(0, 7)}-01`;
  const lastOfBefore = dayAfter(first, -1);
  const from = `${lastOfBefore.slice(0, 7)}-01`;
  const rows = await countedRows({ from, to: today, zone });
  const over = (begin: string, end: string) => ({
    cost: rows.filter(({ day }) => day >= begin && day <= end).reduce((sum, row) => sum + row.cost, 0),
    // Days before the first question say nothing.
    days: since === null ? 0 : daysBetween(since > begin ? since : begin, end).length,
  });
  const lastMonth = over(from, lastOfBefore);
  const facts: ForecastFacts = {
    before: over(first, dayAfter(today, -1)),
    today: over(today, today).cost,
    lastMonth: lastMonth.days === 0 ? null : lastMonth,
    left: daysInMonth(today) - Number(today.slice(8)),
  };
  return { month: today.slice(0, 7), ...forecast(facts) };
}
