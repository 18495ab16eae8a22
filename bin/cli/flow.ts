import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Problem } from '#lib/plan.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import { PublishFlow } from '#server/inputs.ts';
import * as flows from '#server/services/flows.ts';
import { shelvedFlows } from '#server/services/shelved-flows.ts';
import { addVersionCommands } from '#bin/cli/version.ts';
import { act } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';
import { findFlowId, hostActor, placeOf, readFlow } from '#bin/cli/data.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

/** `hearth flow …` */
export function addFlowCommands(program: Command, io: Io): void {
  const flow = program.command('flow').description('flows and flow files');

  addVersionCommands(flow, io);

  const importFlow = flow.command('import <file>').description('save a flow file as a new flow (- for standard input)');
  importFlow.option('--name <name>', 'call it something else').option('--publish', 'publish it at once');
  act<{ name?: string; publish?: boolean }, [string]>(io, importFlow, async ({ name, publish }, file) => {
    const { id } = await flows.addFlow({ flow: await readFlow(io, file), ...(name ? { name } : {}) });
    if (!publish) return { data: { id }, lines: [`Imported as ${id}`] };
    const published = await flows.publish(id, await hostActor());
    return { data: { id, ...published }, lines: [`Imported as ${id}`, `Published as version ${published.number}`] };
  });

  const exportFlow = flow.command('export <flow>').description('print the draft of a flow as a flow file');
  exportFlow.option('-o, --out <file>', 'write it to a file');
  act<{ out?: string }, [string]>(io, exportFlow, async ({ out }, idOrName) => {
    const { draft } = await flows.getFlow(await findFlowId(idOrName));
    const text = JSON.stringify(draft, null, 2);
    if (out === undefined) return { data: draft, lines: [text] };
    await writeFile(placeOf(io, out), `${text}\n`);
    return { data: { file: out }, lines: [`Written to ${out}`] };
  });

  const list = flow.command('list').description('all flows');
  list.option('--folder <name>', 'of one folder only').option('--tag <name>', 'with one tag only');
  act<{ folder?: string; tag?: string }, []>(io, list, async (filter) => {
    const cards = await shelvedFlows(filter);
    const rows = cards.map((card) => [
      card.id,
      card.name,
      card.publishedNumber === null
        ? 'draft'
        : `version ${card.publishedNumber}${card.unpublishedChanges ? ' +changes' : ''}`,
      card.paused ? 'paused' : '',
      card.folder ?? '',
      card.lastRun ? `${card.lastRun.status} ${shortTime(card.lastRun.createdAt)}` : '',
    ]);
    return { data: cards, lines: table([['ID', 'NAME', 'PUBLISHED', '', 'FOLDER', 'LAST RUN'], ...rows]) };
  });

  const publish = flow.command('publish <flow>').description('publish the draft');
  publish.option('--name <name>', 'what to call the version').option('--note <text>', 'why it was made');
  act<{ name?: string; note?: string }, [string]>(io, publish, async ({ name, note }, idOrName) => {
    const naming = PublishFlow.parse({ name, note });
    const published = await flows.publish(await findFlowId(idOrName), await hostActor(), naming);
    return {
      data: published,
      lines: [`Published as version ${published.number}`, ...problemLines(published.problems)],
    };
  });

  act<object, [string]>(
    io,
    flow.command('validate <file>').description('look a flow file through'),
    async (_, file) => {
      const { problems, findings } = await flows.validateFlow(await readFlow(io, file));
      const broken = problems.some((problem) => problem.severity === 'error');
      const lines = problems.length === 0 ? ['No problems'] : problemLines(problems);
      const data = { ok: !broken, problems, findings };
      return { data, lines: [...lines, ...problemLines(findings)], exitCode: broken ? EXIT.invalid : EXIT.ok };
    },
  );
}

function problemLines(problems: readonly (Problem | Finding)[]): string[] {
  return problems.map(({ severity, node, field, message }) => {
    const place = [node, field].filter(Boolean).join('.');
    return `${severity}: ${place ? `${place}: ` : ''}${message}`;
  });
}
