import type { Command } from 'commander';
import { Invalid, Unreachable } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { RunStatus } from '#lib/run-event.ts';
import { shownRun } from '#server/api/run-shape.ts';
import { startRun } from '#platform/start-run.ts';
import { temporalClient } from '#platform/temporal.ts';
import { CancelMany, RunFilter, RunStatusName } from '#server/inputs.ts';
import { awaitEvent, isEnd } from '#server/services/await-run.ts';
import { outcomeOf } from '#server/services/run-and-wait.ts';
import { getRun } from '#server/services/run-views.ts';
import { cancelRun, listRuns } from '#server/services/runs.ts';
import { cancelMany } from '#server/services/cancel-many.ts';
import { runFlow } from '#server/services/start-run.ts';
import { act } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';
import { findFlowId, hostActor, readJsonOption } from '#bin/cli/data.ts';
import { addRetryCommands } from '#bin/cli/retry.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

const DEFAULT_WAIT_S = 3600;
const POLL_MS = 250;

type RunOptions = { input?: string; wait?: string | boolean; test?: boolean; trigger?: string };

/** `hearth run …` and `hearth runs` */
export function addRunCommands(program: Command, io: Io): void {
  const run = program.command('run <flow>').description('start a flow by id or name');
  run
    .option('--input <json>', 'what the trigger gets; @file or - for standard input')
    .option('--wait [seconds]', 'stay until the run has ended')
    .option('--test', 'run the draft instead of the published version')
    .option('--trigger <node>', 'the trigger to start from');
  act<RunOptions, [string]>(io, run, (options, idOrName) => startOne(io, options, idOrName));

  act<object, [string]>(io, run.command('show <run>').description('a run and its steps'), async (_, id) => {
    const view = await shownRun(await getRun(id));
    const steps = view.steps.map((step) => [
      step.node,
      step.type,
      step.status,
      String(step.attempt),
      step.error?.message ?? '',
    ]);
    const lines = [
      `${view.flowName}, version ${view.version.number}: ${view.status}${view.error ? `: ${view.error}` : ''}`,
      ...table([['STEP', 'TYPE', 'STATUS', 'ATTEMPT', 'ERROR'], ...steps]),
      ...(view.output === null ? [] : [`Output: ${JSON.stringify(view.output)}`]),
    ];
    return { data: view, lines };
  });

  const cancel = run.command('cancel <run>').description('stop a run').option('--reason <text>');
  act<{ reason?: string }, [string]>(io, cancel, async ({ reason }, id) => {
    const data = await cancelRun({ id, reason, actor: await hostActor() });
    return { data, lines: ['The run is told to stop'] };
  });

  const runs = program.command('runs').description('runs, newest first');
  narrowed(runs).option('--limit <number>', 'how many', '20');
  act<Which & { limit: string }, []>(io, runs, async (options) => {
    const { items } = await listRuns({ ...(await whichRuns(options)), limit: wholeNumber(options.limit) });
    const rows = items.map((item) => [
      item.id,
      item.flowName,
      item.status,
      shortTime(item.createdAt),
      item.error ?? '',
    ]);
    return { data: items, lines: table([['ID', 'FLOW', 'STATUS', 'CREATED', 'ERROR'], ...rows]) };
  });

  const all = runs.command('cancel-all').description('stop the open runs of a filter, at most 100 at a time');
  all.option('--reason <text>').option('--dry-run', 'only say how many');
  act<Which & { reason?: string; dryRun?: boolean }, []>(io, all, async (options) => {
    const { reason, dryRun = false } = options;
    const { filter } = CancelMany.parse({ filter: await whichRuns(options) });
    const data = await cancelMany({ filter, reason, dryRun, actor: await hostActor() });
    const verb = dryRun ? 'would be told to stop' : 'are told to stop';
    return { data, lines: [`${data.found} found, ${data.cancelled.length} ${verb}`] };
  });
  addRetryCommands(runs, io);
}

type Which = {
  flow?: string;
  status?: string;
  trigger?: string;
  mode?: string;
  from?: string;
  to?: string;
  text?: string;
};

function narrowed(command: Command): Command {
  return command
    .option('--flow <flow>')
    .option('--status <status>')
    .option('--trigger <type>', 'what started it, for example schedule')
    .option('--mode <mode>', 'production or test')
    .option('--from <time>', 'ISO 8601')
    .option('--to <time>', 'ISO 8601')
    .option('--text <words>', 'in the flow, the error or the id');
}

async function whichRuns({ flow, status, trigger, mode, from, to, text }: Which) {
  const flowId = flow === undefined ? undefined : await findFlowId(flow);
  return RunFilter.parse({ flowId, status: statusOf(status), trigger, mode, from, to, text });
}

async function startOne(io: Io, { input, wait, test, trigger }: RunOptions, idOrName: string) {
  const id = await findFlowId(idOrName);
  const given: Json | undefined = input === undefined ? undefined : await readJsonOption(io, input);
  await requireTemporal();
  const actor = await hostActor();
  const { runId } = await runFlow({ id, mode: test ? 'test' : 'production', triggerId: trigger, input: given, actor });
  await startRun(runId);
  if (wait === undefined) return { data: { runId }, lines: [`Started ${runId}`] };
  const seconds = typeof wait === 'string' ? wholeNumber(wait) : DEFAULT_WAIT_S;
  await awaitEvent({ runId, until: isEnd, timeoutMs: seconds * 1000, pollMs: POLL_MS });
  const outcome = await outcomeOf(runId);
  const lines = [`${outcome.status}${outcome.error ? `: ${outcome.error}` : ''}`, ...outputLines(outcome.output)];
  return { data: { runId, ...outcome }, lines, exitCode: outcome.status === 'done' ? EXIT.ok : EXIT.failed };
}

async function requireTemporal(): Promise<void> {
  await temporalClient().catch((cause: unknown) => {
    throw new Unreachable('Hearth is not running, so nothing would carry this run out. Start it with: npm start', {
      cause,
    });
  });
}

function outputLines(output: Json | undefined): string[] {
  return output === undefined || output === null ? [] : [JSON.stringify(output, null, 2)];
}

function statusOf(text: string | undefined): RunStatus | undefined {
  if (text === undefined) return undefined;
  const parsed = RunStatusName.safeParse(text);
  if (!parsed.success) throw new Invalid(`A status is one of ${RunStatusName.options.join(', ')}.`);
  return parsed.data;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1) throw new Invalid(`"${text}" is not a whole number above zero.`);
  return Number(text);
}
