import { Hub } from '#components/live/hub.ts';
import type { FromHub, ToHub } from '#components/live/protocol.ts';

type Listener = (message: FromHub) => void;

/** One tab's end of the live stream. */
export type LiveClient = {
  listen: (listener: Listener) => () => void;
  /** Asks for every event of a run after the given id; call the result to stop. */
  watch: (runId: string, after: number) => () => void;
};

const ALIVE_MS = 30_000;

function openChannel(receive: Listener): (message: ToHub) => void {
  if (typeof SharedWorker === 'undefined') return directChannel(receive);
  try {
    const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
      name: 'hearth-live',
      type: 'module',
    });
    worker.port.onmessage = (event: MessageEvent<FromHub>) => receive(event.data);
    worker.port.start();
    return (message) => worker.port.postMessage(message);
  } catch {
    return directChannel(receive);
  }
}

// Browsers without SharedWorker (Chrome on Android): this tab holds a stream of its own.
function directChannel(receive: Listener): (message: ToHub) => void {
  const hub = new Hub({ open: (url) => new EventSource(url) });
  const key = {};
  hub.join(key, receive);
  return (message) => hub.receive(key, message);
}

/** Opens this tab's end of the stream. Only in the browser. */
export function openLive(): LiveClient {
  const listeners = new Set<Listener>();
  const watches = new Map<string, { count: number; after: number }>();
  let send = openChannel((message) => listeners.forEach((listener) => listener(message)));

  const sendWatches = () => {
    send({ type: 'watch', runs: Object.fromEntries([...watches].map(([runId, { after }]) => [runId, after])) });
  };
  setInterval(() => send({ type: 'alive' }), ALIVE_MS);
  window.addEventListener('pagehide', () => send({ type: 'bye' }));
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    send = openChannel((message) => listeners.forEach((listener) => listener(message)));
    sendWatches();
  });

  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(runId, after) {
      const known = watches.get(runId);
      watches.set(runId, { count: (known?.count ?? 0) + 1, after: Math.min(known?.after ?? after, after) });
      sendWatches();
      return () => {
        const current = watches.get(runId);
        if (!current) return;
        if (current.count > 1) watches.set(runId, { ...current, count: current.count - 1 });
        else watches.delete(runId);
        sendWatches();
      };
    },
  };
}
