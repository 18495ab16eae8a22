import { existsSync, watch } from 'node:fs';

const ROOMS = ['activities', 'lib', 'nodes', 'platform', 'worker', 'workflows'];
const QUIET_MS = 300;

/** Calls `onChange` once the worker's own code has changed and stayed quiet for a moment. For `npm run dev`. */
export function watchWorkerCode(onChange: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  for (const room of ROOMS.filter((name) => existsSync(name))) {
    watch(room, { recursive: true }, (_event, name) => {
      if (name === null || !name.endsWith('.ts')) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, QUIET_MS);
    });
  }
}
