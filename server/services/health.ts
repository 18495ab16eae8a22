import type { HealthCheck, HealthLevel, HealthView, StuckRun, TriggerHealth } from '#lib/views-admin.ts';
import { db } from '#prisma/client.ts';
import { machineChecks, versions } from '#server/services/health-machine.ts';
import { triggerHealth } from '#server/services/health-triggers.ts';
import { stuckRuns, waitingCheck } from '#server/services/health-work.ts';
import { statusView } from '#server/services/status.ts';

const MOST_FIRES = 10;
const WORKER_QUIET_MS = 90_000;

/** Everything there is to know about how Hearth is. Changes nothing. */
export async function healthView(): Promise<HealthView> {
  const status = await statusView();
  const [machine, triggers, stuck, waiting, alive] = await Promise.all([
    machineChecks(),
    triggerHealth(),
    stuckRuns(),
    waitingCheck(),
    db().alive.findUnique({ where: { id: 'worker' } }),
  ]);
  const checks = [
    ...machine,
    engineCheck('temporal', status.temporal),
    workerCheck(status.worker, alive?.at ?? null),
    triggersCheck(triggers),
    runsCheck(stuck),
    waiting,
  ];
  return {
    at: new Date().toISOString(),
    level: worst(checks),
    checks,
    triggers,
    stuck,
    nextFires: nextFiresOf(triggers),
    versions: await versions(),
  };
}

function worst(checks: HealthCheck[]): HealthLevel {
  if (checks.some(({ level }) => level === 'bad')) return 'bad';
  return checks.some(({ level }) => level === 'warn') ? 'warn' : 'ok';
}

function engineCheck(id: 'temporal', { ok, message }: { ok: boolean; message: string }): HealthCheck {
  return { id, level: ok ? 'ok' : 'bad', state: ok ? 'ok' : 'away', facts: {}, message };
}

function workerCheck({ ok, message }: { ok: boolean; message: string }, seen: Date | null): HealthCheck {
  const facts: Record<string, string> = seen ? { seenAt: seen.toISOString() } : {};
  if (!ok) return { id: 'worker', level: 'bad', state: 'away', facts, message };
  // It takes work but no longer notes that it lives: its own loop hangs.
  const quiet = seen !== null && Date.now() - seen.getTime() > WORKER_QUIET_MS;
  if (!quiet) return { id: 'worker', level: 'ok', state: 'ok', facts, message };
  const told =
    'The worker takes work but has not noted that it lives for over a minute. Restart Hearth if it stays so.';
  return { id: 'worker', level: 'warn', state: 'quiet', facts, message: told };
}

function triggersCheck(triggers: TriggerHealth[]): HealthCheck {
  const bad = triggers.filter(({ state }) => state === 'trouble' || state === 'away').length;
  const count = triggers.length;
  const message = bad === 0 ? `${count} triggers, all well.` : `${bad} of ${count} triggers have trouble.`;
  return {
    id: 'triggers',
    level: bad > 0 ? 'warn' : 'ok',
    state: bad > 0 ? 'trouble' : 'ok',
    facts: { bad, count },
    message,
  };
}

function runsCheck(stuck: StuckRun[]): HealthCheck {
  const count = stuck.length;
  const message = count === 0 ? 'No run is stuck.' : `${count} runs have not moved on as they should.`;
  return { id: 'runs', level: count > 0 ? 'warn' : 'ok', state: count > 0 ? 'stuck' : 'ok', facts: { count }, message };
}

function nextFiresOf(triggers: TriggerHealth[]): HealthView['nextFires'] {
  return triggers
    .flatMap(({ id, flowId, flowName, nextFireAt }) =>
      nextFireAt === null ? [] : [{ triggerId: id, flowId, flowName, at: nextFireAt }],
    )
    .sort((one, other) => one.at.localeCompare(other.at))
    .slice(0, MOST_FIRES);
}
