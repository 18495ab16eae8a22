import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { z } from 'zod';
import type { Flow } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import type { Finding } from '#nodes/lint/finding.ts';
import type { FlowListed } from '#server/api/outputs.ts';
import { PublishFlow } from '#server/inputs.ts';
import { addVersionCommands } from '#bin/cli/version.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import { orOnThePage } from '#bin/cli/api-error.ts';
import type { Io } from '#bin/cli/io.ts';
import { findFlowId, placeOf, readFlow } from '#bin/cli/data.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

/** `hearth flow …` */
export function addFlowCommands(program: Command, io: Io): void {
  const flow = program.command('flow').description('flows and flow files');

  addVersionCommands(flow, io);

  const importFlow = flow.command('import <file>').description('save a flow file as a new flow (- for standard input)');
  importFlow.option('--name <name>', 'call it something else').option('--publish', 'publish it at once');
  act<{ name?: string; publish?: boolean }, [string]>(io, importFlow, async ({ api, name, publish }, file) => {
    const drawing = await readFlow(io, file);
    const { id } = await api.send<{ id: string }>('POST /flows', name ? { ...drawing, name } : drawing);
    if (!publish) return { data: { id }, lines: [`Imported as ${id}`] };
    const published = await publishOne(api, id, {});
    return { data: { id, ...published }, lines: [`Imported as ${id}`, `Published as version ${published.number}`] };
  });

  const exportFlow = flow.command('export <flow>').description('print the draft of a flow as a flow file');
  exportFlow.option('-o, --out <file>', 'write it to a file');
  act<{ out?: string }, [string]>(io, exportFlow, async ({ api, out }, idOrName) => {
    const { draft } = await api.get<{ draft: Flow }>(at`/flows/${await findFlowId(api, idOrName)}`);
    const text = JSON.stringify(draft, null, 2);
    if (out === undefined) return { data: draft, lines: [text] };
    await writeFile(placeOf(io, out), `${text}\n`);
    return { data: { file: out }, lines: [`Written to ${out}`] };
  });

  const list = flow.command('list').description('all flows');
  list.option('--folder <name>', 'of one folder only').option('--tag <name>', 'with one tag only');
  act<{ folder?: string; tag?: string }, []>(io, list, async ({ api, folder, tag }) => {
    const { items: cards } = await api.get<{ items: z.infer<typeof FlowListed>[] }>('/flows', { folder, tag });
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
  act<{ name?: string; note?: string }, [string]>(io, publish, async ({ api, name, note }, idOrName) => {
    const naming = PublishFlow.parse({ name, note });
    const published = await publishOne(api, await findFlowId(api, idOrName), naming);
    return {
      data: published,
      lines: [`Published as version ${published.number}`, ...problemLines(published.problems)],
    };
  });

  act<object, [string]>(
    io,
    flow.command('validate <file>').description('look a flow file through'),
    async ({ api }, file) => {
      const { problems, findings } = await api.send<Looked>('POST /flows/validate', await readFlow(io, file));
      const broken = problems.some((problem) => problem.severity === 'error');
      const lines = problems.length === 0 ? ['No problems'] : problemLines(problems);
      const data = { ok: !broken, problems, findings };
      return { data, lines: [...lines, ...problemLines(findings)], exitCode: broken ? EXIT.invalid : EXIT.ok };
    },
  );
}

type Looked = { problems: Problem[]; findings: Finding[] };
type Published = { versionId: string; number: number; problems: Problem[] };

/** A drawing with an error of the lint takes a person, who signed in just now and says why. */
function publishOne(api: Api, id: string, naming: z.infer<typeof PublishFlow>): Promise<Published> {
  return api
    .send<Published>(`POST ${at`/flows/${id}`}/publish`, naming)
    .catch((error: unknown) => orOnThePage(error, `${api.url}${at`/flows/${id}`}`));
}

function problemLines(problems: readonly (Problem | Finding)[]): string[] {
  return problems.map(({ severity, node, field, message }) => {
    const place = [node, field].filter(Boolean).join('.');
    return `${severity}: ${place ? `${place}: ` : ''}${message}`;
  });
}
