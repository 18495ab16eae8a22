/**
 * A lossy "look again" from worker and command line to the web process, over a socket in the data folder.
 * Nothing may depend on it: readers poll as well.
 */
import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { env } from '#platform/env.ts';

export type NudgeMessage =
  | { type: 'event'; runId: string }
  | { type: 'approvals' }
  | { type: 'notices' }
  /** `rootRunId`: who watches the run that all began with sees what is written in the ones it called. */
  | {
      type: 'tokens';
      runId: string;
      rootRunId?: string;
      stepId: string;
      iteration?: string;
      attempt: number;
      text: string;
    };

// The kernel's limit is 108 bytes (104 on macOS).
const LONGEST_PATH = 100;
const RETRY_MS = 500;
const MOST_WAITING_BYTES = 1024 * 1024;

type Sender = { socket: Socket | null; retryAt: number };
type Shared = { hearthNudge?: { listeners: Set<(message: NudgeMessage) => void>; sender: Sender } };
const shared = globalThis as typeof globalThis & Shared;

function state() {
  shared.hearthNudge ??= { listeners: new Set(), sender: { socket: null, retryAt: 0 } };
  return shared.hearthNudge;
}

/** Where the socket is: beside the data, or in the temporary folder when that path is too long for a socket. */
export function nudgePath(): string {
  const path = join(env().dataDir, 'nudge.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const name = createHash('sha256').update(path).digest('hex').slice(0, 24);
  return join(tmpdir(), `hearth-${name}.sock`);
}

/** Hears the nudges of all processes. Resolves when listening; the result stops it. */
export async function listenForNudges(onNudge: (message: NudgeMessage) => void): Promise<() => Promise<void>> {
  const path = nudgePath();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => deliver(line, onNudge));
  });
  rmSync(path, { force: true });
  await listen(server, path);
  // Own messages need no socket.
  state().listeners.add(onNudge);
  return async () => {
    state().listeners.delete(onNudge);
    for (const socket of open) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}

/** Sends a nudge, or not: it never throws and never waits. */
export function nudge(message: NudgeMessage): void {
  const { listeners, sender } = state();
  if (listeners.size > 0) {
    for (const listener of listeners) listener(message);
    return;
  }
  const socket = sender.socket ?? connect(sender);
  if (!socket || socket.writableLength > MOST_WAITING_BYTES) return;
  socket.write(`${JSON.stringify(message)}\n`);
}

/** Drops the connection to the listener. */
export function closeNudge(): void {
  state().sender.socket?.destroy();
  state().sender.socket = null;
}

function connect(sender: Sender): Socket | null {
  if (Date.now() < sender.retryAt) return null;
  const socket = createConnection(nudgePath());
  socket.unref();
  sender.socket = socket;
  socket.on('error', () => {
    sender.retryAt = Date.now() + RETRY_MS;
  });
  socket.on('close', () => {
    if (sender.socket === socket) sender.socket = null;
  });
  return socket;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve();
    });
  });
}

function deliver(line: string, onNudge: (message: NudgeMessage) => void): void {
  try {
    onNudge(JSON.parse(line) as NudgeMessage);
  } catch {
    // Lossy by design: a torn line is no news.
  }
}
