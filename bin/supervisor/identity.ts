/** Tells a process from a later one that was given the same number. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export type ProcessMark = { pid: number; mark: string };

/** The mark of a running process, or null when there is none of that number. */
export function markOf(pid: number): ProcessMark | null {
  const mark = existsSync('/proc/self/stat') ? linuxMark(pid) : psMark(pid);
  return mark === null ? null : { pid, mark };
}

/** Whether exactly this process still runs. */
export function isSameProcess(process: ProcessMark): boolean {
  return markOf(process.pid)?.mark === process.mark;
}

function linuxMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; the fields are counted behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt] = [fields[0], fields[19]];
    if (state === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startedAt}`;
  } catch {
    return null;
  }
}

function psMark(pid: number): string | null {
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const answer = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.toString().trim() || null;
  } catch {
    return null;
  }
}
