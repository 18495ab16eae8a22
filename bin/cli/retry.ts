import type { Command } from 'commander';
import type { RetryFrom } from '#lib/resume/reuse.ts';
import type { RetriedRuns, RetryPreview } from '#lib/views-runs.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import { findFlowId } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

type One = { from: string; current?: boolean; again?: boolean; dryRun?: boolean };
type Many = { flow?: string; fromStart?: boolean; current?: boolean; again?: boolean; dryRun?: boolean };

/** `hearth runs retry …` */
export function addRetryCommands(runs: Command, io: Io): void {
  const one = runs.command('retry <run>').description('a new run that reuses what holds');
  one
    .option('--from <place>', 'failed, start, or the id of a step', 'failed')
    .option('--current', 'the published version instead of the one that ran')
    .option('--again', 'effects may happen once more')
    .option('--dry-run', 'only say what would be done');
  act<One, [string]>(io, one, ({ api, ...options }, id) => retryOne(api, id, options));

  const many = runs.command('retry-failed').description('retries failed runs, at most 100 at a time');
  many
    .option('--flow <flow>')
    .option('--from-start', 'from the start instead of from what failed')
    .option('--current', 'the published version instead of the one that ran')
    .option('--again', 'also runs with effects that would happen once more')
    .option('--dry-run', 'only say which');
  act<Many, []>(io, many, ({ api, ...options }) => retryFailed(api, options));
}

async function retryOne(api: Api, id: string, options: One) {
  const path = at`/runs/${id}`;
  const how = { from: fromOf(options.from), version: versionOf(options) };
  const preview = await api.send<RetryPreview>(`POST ${path}/retry/preview`, how);
  const { reused, again, effects, effectCount } = preview;
  const rows = effects.map(({ name, target, at, status }) => [name, target ?? '-', shortTime(at), status]);
  const lines = [
    `${reused.length} steps keep their results, ${again.length} may run again`,
    ...(effectCount > 0 ? table([['WOULD HAPPEN AGAIN', 'TARGET', 'DONE', 'STATUS'], ...rows]) : []),
  ];
  if (options.dryRun) return { data: preview, lines };
  if (effectCount > 0 && !options.again)
    return {
      data: preview,
      lines: [...lines, 'Add --again if all of this may happen once more'],
      exitCode: EXIT.conflict,
    };
  const body = { ...how, ...(options.again ? { again: true } : {}) };
  const { runId } = await api.send<{ runId: string }>(`POST ${path}/retry`, body);
  return { data: { runId }, lines: [...lines, `Started ${runId}`] };
}

async function retryFailed(api: Api, options: Many) {
  const flowId = options.flow === undefined ? undefined : await findFlowId(api, options.flow);
  const data = await api.send<RetriedRuns>('POST /runs/retry', {
    filter: { flowId, status: 'failed' },
    from: options.fromStart ? 'start' : 'failed',
    version: versionOf(options),
    dryRun: options.dryRun === true,
    ...(options.again ? { again: true } : {}),
  });
  const rows = [
    ...data.retried.map(({ id, runId }) => [id, runId ?? 'would be retried']),
    ...data.leftOut.map(({ id, reason, effectCount }) => [
      id,
      `left out: ${reason}${effectCount > 0 ? ` (${effectCount} effects, see --json)` : ''}`,
    ]),
  ];
  const lines = [`${data.found} found`, ...(rows.length > 0 ? table([['RUN', 'RETRIED AS'], ...rows]) : [])];
  return { data, lines };
}

function fromOf(place: string): RetryFrom {
  return place === 'failed' || place === 'start' ? place : { step: place };
}

function versionOf({ current }: { current?: boolean }): 'original' | 'current' {
  return current ? 'current' : 'original';
}
