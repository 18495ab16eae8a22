import { Hub } from '#components/live/hub.ts';
import type { ToHub } from '#components/live/protocol.ts';

// Runs once per browser, shared by all tabs of Hearth.
const scope = self as unknown as { onconnect: ((event: MessageEvent) => void) | null };
const hub = new Hub({ open: (url) => new EventSource(url) });

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = (message: MessageEvent<ToHub>) => hub.receive(port, message.data);
  hub.join(port, (message) => port.postMessage(message));
  port.start();
};
