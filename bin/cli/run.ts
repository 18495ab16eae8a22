import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { RunStatus } from '#lib/run-event.ts';
import { MOST_WAIT_S } from '#server/api/flow-routes.ts';
import type { CancelledRuns, RunListed, RunShown } from '#server/api/run-outputs.ts';
import { CancelMany, RunFilter, RunStatusName } from '#server/inputs.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { findFlowId, readJsonOption } from '#bin/cli/data.ts';
import { addAgentCommands } from '#bin/cli/agent.ts';
import { addRetryCommands } from '#bin/cli/retry.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

const DEFAULT_WAIT_S = 3600;
const POLL_MS = 1000;
const ENDED: RunStatus[] = ['done', 'failed', 'stopped'];

type RunOptions = { input?: string; wait?: string | boolean; test?: boolean; trigger?: string };

/** `hearth run …` and `hearth runs` */
export function addRunCommands(program: Command, io: Io): void {
  const run = program.command('run <flow>').description('start a flow by id or name');
  run
    .option('--input <json>', 'what the trigger gets; @file or - for standard input')
    .option('--wait [seconds]', 'stay until the run has ended')
    .option('--test', 'run the draft instead of the published version')
    .option('--trigger <node>', 'the trigger to start from');
  act<RunOptions, [string]>(io, run, ({ api, ...options }, idOrName) => startOne({ io, api, options }, idOrName));

  act<object, [string]>(io, run.command('show <run>').description('a run and its steps'), async ({ api }, id) => {
    const view = await api.get<z.infer<typeof RunShown>>(at`/runs/${id}`);
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
  act<{ reason?: string }, [string]>(io, cancel, async ({ api, reason }, id) => {
    const data = await api.send(`POST ${at`/runs/${id}`}/cancel`, { reason });
    return { data, lines: ['The run is told to stop'] };
  });

  const runs = program.command('runs').description('runs, newest first');
  narrowed(runs).option('--limit <number>', 'how many', '20');
  act<Which & { limit: string }, []>(io, runs, async ({ api, ...options }) => {
    const query = { ...(await whichRuns(api, options)), limit: wholeNumber(options.limit) };
    const { items } = await api.get<{ items: z.infer<typeof RunListed>[] }>('/runs', query);
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
  act<Which & { reason?: string; dryRun?: boolean }, []>(io, all, async ({ api, ...options }) => {
    const { reason, dryRun = false } = options;
    const { filter } = CancelMany.parse({ filter: await whichRuns(api, options) });
    const data = await api.send<z.infer<typeof CancelledRuns>>('POST /runs/cancel', { filter, reason, dryRun });
    const verb = dryRun ? 'would be told to stop' : 'are told to stop';
    return { data, lines: [`${data.found} found, ${data.cancelled.length} ${verb}`] };
  });
  addAgentCommands(run, io);
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

async function whichRuns(api: Api, { flow, status, trigger, mode, from, to, text }: Which) {
  const flowId = flow === undefined ? undefined : await findFlowId(api, flow);
  return RunFilter.parse({ flowId, status: statusOf(status), trigger, mode, from, to, text });
}

type Starting = { io: Io; api: Api; options: RunOptions };
type Outcome = { runId: string; status?: RunStatus; output?: Json; error?: string | null };

async function startOne({ io, api, options: { input, wait, test, trigger } }: Starting, idOrName: string) {
  const id = await findFlowId(api, idOrName);
  const given: Json | undefined = input === undefined ? undefined : await readJsonOption(io, input);
  const seconds = wait === undefined ? 0 : typeof wait === 'string' ? wholeNumber(wait) : DEFAULT_WAIT_S;
  const until = Date.now() + seconds * 1000;
  const asked = { input: given, trigger, mode: test ? 'test' : 'production', wait: Math.min(seconds, MOST_WAIT_S) };
  const started = await api.send<Outcome>(`POST ${at`/flows/${id}`}/runs`, asked);
  if (wait === undefined) return { data: { runId: started.runId }, lines: [`Started ${started.runId}`] };
  const outcome = await endOf(api, started, until);
  const lines = [`${outcome.status}${outcome.error ? `: ${outcome.error}` : ''}`, ...outputLines(outcome.output)];
  return { data: outcome, lines, exitCode: outcome.status === 'done' ? EXIT.ok : EXIT.failed };
}

/** A call is kept open for a minute at most; from then on the run is looked at. */
async function endOf(api: Api, started: Outcome, until: number): Promise<Outcome> {
  let outcome = started;
  while (!ENDED.includes(outcome.status ?? 'queued') && Date.now() < until) {
    await pause(POLL_MS);
    const { status, output, error } = await api.get<Outcome>(at`/runs/${started.runId}`, { stepLimit: 1 });
    outcome = { runId: started.runId, status, error, ...(status === 'done' ? { output } : {}) };
  }
  return outcome;
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
