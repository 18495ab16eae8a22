import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { csvOf } from '#lib/csv.ts';
import { dollars } from '#lib/money.ts';
import type { UsageBy, UsageRow, UsageSum, UsageView } from '#lib/views-usage.ts';
import { UsageRange } from '#server/usage-inputs.ts';
import { act } from '#bin/cli/act.ts';
import { placeOf } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { table } from '#bin/cli/output.ts';

type Options = { from?: string; to?: string; zone: string; by: UsageBy | 'day'; csv?: string };

/** `hearth usage` */
export function addUsageCommands(program: Command, io: Io): void {
  const usage = program
    .command('usage')
    .description('what models were asked and what that cost; the last 30 days, unless told otherwise')
    .option('--from <day>', 'such as 2026-11-01')
    .option('--to <day>', 'the last day')
    .option('--zone <zone>', 'whose days', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .addOption(
      new Option('--by <what>', 'add up by').choices(['day', 'flow', 'model', 'connection', 'person']).default('flow'),
    )
    .option('--csv <file>', 'write each day with each flow, model, connection and person to a file');
  act<Options, []>(io, usage, async ({ api, from, to, zone, by, csv }) => {
    const range = UsageRange.parse({ from, to, zone });
    if (csv !== undefined) {
      const { items } = await api.get<{ items: UsageRow[] }>('/usage/rows', range);
      await writeFile(placeOf(io, csv), csvOf(items), { mode: 0o600 });
      return { data: { file: csv, rows: items.length }, lines: [`${items.length} rows written to ${csv}`] };
    }
    const view = await api.get<UsageView>('/usage', range);
    return { data: view, lines: [...rowsOf(view, by), '', ...endOf(view)] };
  });
}

function rowsOf({ days, by: parts, total }: UsageView, by: Options['by']): string[] {
  const named: [string, UsageSum][] =
    by === 'day'
      ? days.filter(({ calls }) => calls > 0).map((day) => [day.day, day])
      : parts[by].map((part) => [part.name ?? part.id ?? 'by itself', part]);
  const head = [by.toUpperCase(), 'COST', 'IN', 'OUT', 'CACHED', 'CALLS', 'FAILED', 'CUT'];
  return table([head, ...[...named, ['TOTAL', total] as [string, UsageSum]].map(([name, sum]) => cells(name, sum))]);
}

function cells(name: string, sum: UsageSum): string[] {
  const { cost, inputTokens, outputTokens, cachedTokens, calls, failed, cut } = sum;
  return [name, dollars(cost), ...[inputTokens, outputTokens, cachedTokens, calls, failed, cut].map(String)];
}

const RECKONED: Record<UsageView['forecast']['from'], string> = {
  'this-month': 'from the days of this month',
  'both-months': 'from the days of this month and the month before',
  'last-month': 'from the month before',
  nothing: '',
};

function endOf({ forecast, caps, total }: UsageView): string[] {
  const { soFar, total: most, from, month } = forecast;
  const foreseen = most === null ? 'too early to tell' : `about ${dollars(most)} by its end, ${RECKONED[from]}`;
  return [
    ...(total.uncertain > 0
      ? [`Up to ${dollars(total.uncertain)} more for calls that were cut off or are under way`]
      : []),
    `${month}: ${dollars(soFar)} so far, ${foreseen}`,
    ...caps.map(
      ({ name, max, window, per, used }) =>
        `Budget "${name}": ${used === null ? '' : `${dollars(used)} of `}${dollars(max)} in ${window}${per ? `, each ${per}` : ''}`,
    ),
  ];
}
