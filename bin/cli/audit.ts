import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { csvOf } from '#lib/csv.ts';
import type { AuditView } from '#lib/views-admin.ts';
import { verifyAudit } from '#platform/audit.ts';
import { AuditFilter } from '#server/inputs.ts';
import { act, actOnData } from '#bin/cli/act.ts';
import type { Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { placeOf } from '#bin/cli/data.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

type Options = { actor?: string; action?: string; subject?: string; from?: string; to?: string };

const PAGE = 1000;

/** `hearth audit …` */
export function addAuditCommands(program: Command, io: Io): void {
  const log = program.command('audit').description('the record of who did what');

  actOnData(io, log.command('verify').description('check that no row was changed or removed'), async () => {
    const result = await verifyAudit();
    const lines = result.ok
      ? [`All ${result.rows} rows are as they were written`]
      : [`Row ${result.brokenAt}: ${result.reason}`];
    return { data: result, lines, exitCode: result.ok ? EXIT.ok : EXIT.failed };
  });

  const list = narrowed(log.command('list').description('the newest rows')).option(
    '--limit <number>',
    'how many',
    '50',
  );
  act<Options & { limit: string }, []>(io, list, async ({ api, ...options }) => {
    const { items } = await pageOf(api, picked(options, { limit: options.limit }));
    const rows = items.map(({ seq, at, actor, actorName, action, subject, subjectName }) => [
      String(seq),
      shortTime(at),
      actorName ?? actor,
      action,
      subjectName ?? subject,
    ]);
    return { data: items, lines: table([['ROW', 'TIME', 'WHO', 'WHAT', 'ON'], ...rows]) };
  });

  const exporting = narrowed(log.command('export <file>').description('write all rows to a file'));
  exporting.addOption(new Option('--format <format>').choices(['csv', 'jsonl']).default('jsonl'));
  act<Options & { format: string }, [string]>(io, exporting, async ({ api, ...options }, file) => {
    const rows = await allRows(api, options);
    const lines = rows.map((row) => JSON.stringify(row));
    const text = options.format === 'csv' ? csvOf(rows) : lines.map((line) => `${line}\n`).join('');
    await writeFile(placeOf(io, file), text, { mode: 0o600 });
    return { data: { file, rows: rows.length }, lines: [`${rows.length} rows written to ${file}`] };
  });
}

function narrowed(command: Command): Command {
  return command
    .option('--actor <actor>', 'user:<id>, token:<id> or system')
    .option('--action <action>', 'for example flow.publish')
    .option('--subject <words>', 'in the subject or the details')
    .option('--from <time>', 'ISO 8601')
    .option('--to <time>', 'ISO 8601');
}

function picked({ actor, action, subject, from, to }: Options, more: { limit: string | number; cursor?: number }) {
  return { actor, action, subject, from, to, ...more };
}

function pageOf(api: Api, filter: object): Promise<{ items: AuditView[]; next: number | null }> {
  return api.get('/audit', AuditFilter.parse(filter));
}

async function allRows(api: Api, options: Options): Promise<AuditView[]> {
  const rows: AuditView[] = [];
  for (let cursor: number | undefined; ;) {
    const page = await pageOf(api, picked(options, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }));
    rows.push(...page.items);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}
