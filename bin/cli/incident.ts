import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Invalid } from '#lib/errors.ts';
import { Duration, durationMs } from '#lib/flow.ts';
import type { AuditView } from '#lib/views-admin.ts';
import { verifyAudit } from '#platform/audit.ts';
import { Conflict } from '#platform/errors.ts';
import { AuditFilter, IncidentBegin } from '#server/inputs.ts';
import { listAudit } from '#server/services/audit-log.ts';
import { incidentView, lockDown } from '#server/services/incident.ts';
import { actOnData } from '#bin/cli/act.ts';
import { hostActor, placeOf } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';

const PAGE = 1000;
const MOST = 1_000_000;

/** `hearth incident …`: what to do when somebody got in. */
export function addIncidentCommands(program: Command, io: Io): void {
  const incident = program.command('incident').description('when somebody got in');

  const begin = incident.command('begin').description('stop everything, end all sessions, revoke all tokens');
  begin.requiredOption('--reason <text>');
  actOnData<{ reason: string }, []>(io, begin, async ({ reason }) => {
    const data = await lockDown({ ...IncidentBegin.parse({ reason }), actor: await hostActor() });
    const { sessions, tokens, invites, pairings } = data;
    return {
      data,
      lines: [
        'Everything is stopped.',
        `Ended: ${sessions} sessions, ${tokens} tokens, ${invites} invites, ${pairings} pairing codes`,
        'Next: hearth incident report --since 7d',
      ],
    };
  });

  const report = incident.command('report').description('what was done since a time, who allowed it, what to renew');
  report.option('--since <duration>', 'for example 12h or 7d', '1d');
  actOnData<{ since: string }, []>(io, report, async ({ since }) => {
    const data = await incidentView({ since: sinceOf(since) });
    const rows = data.effects.map(({ at, flowName, tool, target, status, approval }) => [
      ...[shortTime(at), flowName ?? '', tool, target ?? '', status],
      approval === null ? 'by the rules' : `${approval.choice ?? ''} by ${approval.by ?? ''}`,
    ]);
    const renew = data.connections.map(({ id, name, hosts }) => [id, name, hosts.join(',')]);
    return {
      data,
      lines: [
        ...table([['TIME', 'FLOW', 'TOOL', 'TARGET', 'STATE', 'ALLOWED'], ...rows]),
        ...(data.more ? ['There are more: hearth incident export'] : []),
        ...['', 'Secrets to renew:'],
        ...table([['ID', 'CONNECTION', 'HOSTS'], ...renew]),
      ],
    };
  });

  const exporting = incident.command('export <folder>').description('write the evidence to a new folder');
  exporting.option('--since <duration>', 'for example 12h or 7d', '30d');
  actOnData<{ since: string }, [string]>(io, exporting, async ({ since }, folder) => {
    const data = await exportEvidence(placeOf(io, folder), sinceOf(since));
    return { data, lines: [`${data.effects} effects and ${data.rows} rows of the record are in ${folder}`] };
  });
}

function sinceOf(text: string): string {
  if (!Duration.safeParse(text).success) throw new Invalid('Say since when, for example 12h or 7d.');
  return new Date(Date.now() - durationMs(text)).toISOString();
}

/** No value of a run and no secret is in it: what happened, who allowed it, and whether the record is whole. */
async function exportEvidence(folder: string, since: string): Promise<{ effects: number; rows: number }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Conflict('This folder is not empty. Name a new one.');
  const { effects, ...view } = await incidentView({ since, limit: MOST });
  const rows = await recordSince(since);
  const verdict = await verifyAudit();
  const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o600 });
  const lines = (list: object[]) => list.map((one) => `${JSON.stringify(one)}\n`).join('');
  await write('effects.jsonl', lines(effects));
  await write('record.jsonl', lines(rows));
  const at = new Date().toISOString();
  await write(
    'incident.json',
    `${JSON.stringify({ format: 'hearth.incident/1', at, ...view, record: verdict }, null, 2)}\n`,
  );
  return { effects: effects.length, rows: rows.length };
}

async function recordSince(from: string): Promise<AuditView[]> {
  const rows: AuditView[] = [];
  for (let cursor: number | undefined; ;) {
    const filter = AuditFilter.parse({ from, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    const page = await listAudit(filter);
    rows.push(...page.items);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}
