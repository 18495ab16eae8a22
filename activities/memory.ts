import type { ActivityContext, Implementations } from '#activities/context.ts';
import { writeOnce } from '#activities/local-write.ts';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, TRUSTED, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import { valueAt } from '#lib/order.ts';
import { jsonSize, type Json } from '#lib/value.ts';
import { MAX_VARIABLE, type memory as declared } from '#nodes/memory.ts';
import { seenKey } from '#platform/seen.ts';
import { db, sqlTime, type Tx } from '#prisma/client.ts';

type Memory = Implementations<typeof declared>;

const DAY_MS = 24 * 60 * 60 * 1000;

export const memory = {
  'counter.add': ({ counter: name, add, restart }, ctx) =>
    writeOnce(ctx, async (tx) => {
      const old = await tx.counter.findUnique({ where: { name }, select: { value: true, label: true } });
      const before = old?.value ?? 0;
      const value = (restart ? 0 : before) + add;
      const asked = joinLabels(...['counter', 'add', 'restart'].map((field) => labelOf(ctx, field)));
      const known = old ? (JSON.parse(old.label) as Label) : TRUSTED;
      // A counter that begins anew holds nothing of what was added before.
      const label = restart ? asked : joinLabels(known, asked);
      const data = { value, label: JSON.stringify(label) };
      if (add !== 0 || restart) await tx.counter.upsert({ where: { name }, create: { name, ...data }, update: data });
      return { output: { value, before }, labels: { rest: label, fields: { before: joinLabels(known, asked) } } };
    }),

  'seen.remember': ({ list, items, key, days }, ctx) =>
    writeOnce(ctx, async (tx) => {
      const now = ctx.now();
      if (days !== undefined)
        await tx.seen.deleteMany({ where: { list, at: { lt: new Date(now.getTime() - days * DAY_MS) } } });
      const fresh: Json[] = [];
      for (const item of items) if (await meets(tx, { list, item, key, ctx })) fresh.push(item);
      const label = joinLabels(...['list', 'items', 'key', 'days'].map((field) => labelOf(ctx, field)));
      const output = { items: fresh, count: fresh.length, known: items.length - fresh.length, any: fresh.length > 0 };
      return { output, labels: { rest: label } };
    }),

  'vars.get': async ({ name, fallback }, ctx) => {
    const row = await db().variable.findUnique({ where: { name }, select: { value: true, labels: true } });
    const asked = labelOf(ctx, 'name');
    if (!row)
      return {
        output: { value: fallback, found: false },
        labels: { rest: joinLabels(asked, labelOf(ctx, 'fallback')) },
      };
    const label = joinLabels(asked, wholeLabel(JSON.parse(row.labels) as FieldLabels));
    return { output: { value: JSON.parse(row.value) as Json, found: true }, labels: { rest: label } };
  },

  'vars.set': ({ name, value }, ctx) =>
    writeOnce(ctx, async (tx) => {
      if (jsonSize(value) > MAX_VARIABLE) throw new Invalid('A variable holds at most 256 KB. Use a table for more.');
      const old = await tx.variable.findUnique({ where: { name }, select: { value: true, labels: true } });
      const labels = ctx.labelsOf('value');
      const own: FieldLabels = { rest: joinLabels(wholeLabel(labels), labelOf(ctx, 'name')) };
      const data = { value: JSON.stringify(value), labels: JSON.stringify(own) };
      await tx.variable.upsert({ where: { name }, create: { name, ...data }, update: data });
      const before = old ? wholeLabel(JSON.parse(old.labels) as FieldLabels) : TRUSTED;
      const previous = old ? (JSON.parse(old.value) as Json) : null;
      return {
        output: { value, previous },
        labels: { rest: own.rest, fields: { previous: joinLabels(before, labelOf(ctx, 'name')) } },
      };
    }),
} satisfies Memory;

function labelOf(ctx: ActivityContext, field: string): Label {
  return ctx.inputLabels[field] ?? TRUSTED;
}

type Meeting = { list: string; item: Json; key: string; ctx: ActivityContext };

/** Whether an item is met for the first time; from then on it is known. */
async function meets(tx: Tx, { list, item, key, ctx }: Meeting): Promise<boolean> {
  const told = valueAt(item, key);
  if (told === undefined) throw new Invalid(`An item has no "${key}", so it cannot be told whether it is new.`);
  const changed = await tx.sql.run(`INSERT OR IGNORE INTO "Seen" ("list", "key", "at", "effect") VALUES (?, ?, ?, ?)`, [
    list,
    seenKey(told),
    sqlTime(ctx.now()),
    ctx.effectKey,
  ]);
  return changed > 0;
}
