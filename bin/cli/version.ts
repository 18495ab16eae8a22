import type { Command } from 'commander';
import type { ChangeSummary } from '#lib/flow-diff.ts';
import type { VersionCard } from '#lib/views-versions.ts';
import { RollBack } from '#server/inputs.ts';
import { act } from '#bin/cli/act.ts';
import { at } from '#bin/cli/api.ts';
import { findFlowId } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';

/** `hearth flow versions`, `hearth flow rollback` */
export function addVersionCommands(flow: Command, io: Io): void {
  const list = flow.command('versions <flow>').description('published versions, newest first');
  act<object, [string]>(io, list, async ({ api }, idOrName) => {
    const path = at`/flows/${await findFlowId(api, idOrName)}`;
    const { items } = await api.get<{ items: VersionCard[] }>(`${path}/versions`, { limit: 200 });
    const rows = items.map((version) => [
      String(version.number),
      version.published ? 'live' : '',
      shortTime(version.createdAt),
      version.by ?? '',
      version.name ?? '',
      changeLine(version.changes),
    ]);
    return { data: items, lines: table([['VERSION', '', 'WHEN', 'WHO', 'NAME', 'CHANGED'], ...rows]) };
  });

  const back = flow.command('rollback <flow> <version>').description('publish an old version again, as a new one');
  back.option('--name <name>', 'what to call the new version').option('--note <text>', 'why it was made');
  act<{ name?: string; note?: string }, [string, string]>(io, back, async ({ api, name, note }, idOrName, version) => {
    const asked = RollBack.parse({ version, name, note });
    const path = at`/flows/${await findFlowId(api, idOrName)}`;
    const done = await api.send<{ number: number }>(`POST ${path}/rollback`, asked);
    return { data: done, lines: [`Published the drawing of version ${version} again as version ${done.number}`] };
  });
}

function changeLine(changes: ChangeSummary | null): string {
  if (!changes) return 'first version';
  const { added, removed, changed, moved, wires } = changes;
  const counts = { added, removed, changed, moved, wires };
  const parts = Object.entries(counts).flatMap(([word, count]) => (count > 0 ? `${count} ${word}` : []));
  return parts.join(', ') || 'nothing drawn';
}
