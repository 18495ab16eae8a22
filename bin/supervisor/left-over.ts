import type { Output } from '#bin/supervisor/output.ts';
import { isSameProcess, type ProcessMark } from '#bin/supervisor/identity.ts';

const POLITE_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** Ends the children of a supervisor that was killed: they hold the ports and would work beside the new ones. */
export async function endLeftOver(processes: ProcessMark[], output: Output): Promise<void> {
  for (const process of processes)
    output.say(`Ending process ${process.pid}, left over from a start that was killed.`, 'warn');
  for (const left of processes) signal(left, 'SIGTERM');
  const deadline = Date.now() + POLITE_MS;
  while (processes.some(isSameProcess) && Date.now() < deadline) await pause();
  for (const left of processes) signal(left, 'SIGKILL');
  while (processes.some(isSameProcess)) await pause();
}

function signal(left: ProcessMark, name: NodeJS.Signals): void {
  try {
    if (isSameProcess(left)) process.kill(left.pid, name);
  } catch {
    // It ended in between, which is what was wanted.
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
