import { rowLabels, sortRows, type FoundRow } from '#activities/table-rows.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { BadComparison, evaluateRow } from '#lib/condition.ts';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, TRUSTED, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { nodes } from '#nodes/index.ts';
import { audit } from '#platform/audit.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import { createHash, randomUUID } from 'node:crypto';

type Table = Pick<Implementations<typeof nodes>, 'table.insert' | 'table.find'>;
type FindInput = Parameters<Table['table.find']>[0];

/** Rows read at a time, so that a large table never is in memory as a whole. */
const PAGE = 500;

export const table = {
  'table.insert': async (input, ctx) => {
    const labels = rowLabels(input.row, ctx.labelsOf('row'));
    const kept = await transact((tx) => insertOnce(tx, { ...input, labels, ctx }));
    return {
      output: {
        id: kept.id,
        table: input.table,
        createdAt: kept.createdAt.toISOString(),
        row: JSON.parse(kept.data) as Record<string, Json>,
      },
      labels: {
        rest: TRUSTED,
        fields: { table: ctx.inputLabels.table ?? TRUSTED, row: wholeLabel(JSON.parse(kept.labels) as FieldLabels) },
      },
    };
  },

  'table.find': async (input, ctx) => {
    const asked = joinLabels(
      ...['table', 'where', 'sort', 'direction', 'limit'].map((field) => ctx.inputLabels[field] ?? TRUSTED),
    );
    const found = await find(input, ctx.signal);
    const label = joinLabels(asked, ...found.map((row) => row.label));
    const rows = found.map((row) => row.value);
    return { output: { rows, count: rows.length, first: rows[0] ?? null }, labels: { rest: label } };
  },
} satisfies Table;

type Insertion = { table: string; row: Record<string, Json>; labels: FieldLabels; ctx: ActivityContext };

/** The effect key names the row, so a repeated attempt finds what the first one wrote. */
async function insertOnce(tx: Tx, { table: name, row, labels, ctx }: Insertion) {
  const id = createHash('sha256').update(`row:${ctx.effectKey}`).digest('hex').slice(0, 32);
  const select = { id: true, data: true, labels: true, createdAt: true };
  const existing = await tx.dataRow.findUnique({ where: { id }, select });
  if (existing) return existing;
  const tableId = await tableNamed(tx, name, ctx);
  return tx.dataRow.create({
    data: { id, tableId, data: JSON.stringify(row), labels: JSON.stringify(labels) },
    select,
  });
}

async function tableNamed(tx: Tx, name: string, ctx: ActivityContext): Promise<string> {
  const found = await tx.dataTable.findUnique({ where: { name }, select: { id: true } });
  if (found) return found.id;
  const { id } = await tx.dataTable.create({ data: { id: randomUUID(), name }, select: { id: true } });
  const detail = { name, runId: ctx.runId, stepId: ctx.call.stepId };
  await audit(tx, { actor: 'system', action: 'table.create', subject: `table:${id}`, detail });
  return id;
}

async function find(input: FindInput, signal: AbortSignal): Promise<FoundRow[]> {
  const byAge = input.sort === undefined || input.sort === '_createdAt';
  const order = byAge && input.direction === 'descending' ? ('desc' as const) : ('asc' as const);
  const found: FoundRow[] = [];
  let cursor: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const page = await pageOf(input.table, order, cursor);
    found.push(...page.filter((row) => fits(row.value, input.where)));
    // Sorted by age the first ones are the right ones; by a column all must be seen.
    if (byAge && found.length >= input.limit) break;
    if (page.length < PAGE) break;
    cursor = page.at(-1)?.id;
  }
  return sortRows(found, byAge ? undefined : input.sort, input.direction).slice(0, input.limit);
}

async function pageOf(name: string, order: 'asc' | 'desc', after: string | undefined): Promise<FoundRow[]> {
  const rows = await db().dataRow.findMany({
    where: { table: { name } },
    orderBy: [{ createdAt: order }, { id: order }],
    take: PAGE,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    select: { id: true, data: true, labels: true, createdAt: true },
  });
  return rows.map(({ id, data, labels, createdAt }) => ({
    id,
    value: { ...(JSON.parse(data) as Record<string, Json>), _id: id, _createdAt: createdAt.toISOString() },
    label: labelOf(labels),
  }));
}

function labelOf(labels: string): Label {
  return wholeLabel(JSON.parse(labels) as FieldLabels);
}

function fits(row: Record<string, Json>, where: FindInput['where']): boolean {
  return where.every(({ field, operator, value }) => {
    const left = Object.hasOwn(row, field) ? (row[field] ?? null) : null;
    // A row without the column fits no comparison with it; only the questions about absence are answered.
    if (left === null && !['equals', 'notEquals', 'exists', 'notExists', 'isEmpty', 'isNotEmpty'].includes(operator))
      return false;
    try {
      return evaluateRow({ left, operator, right: value ?? null });
    } catch (error) {
      if (error instanceof BadComparison) throw new Invalid(`Column "${field}": ${error.message}`);
      throw error;
    }
  });
}
