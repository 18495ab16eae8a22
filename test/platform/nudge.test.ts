import { execFile } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { env } from '#platform/env.ts';
import { closeNudge, listenForNudges, nudge, nudgePath, type NudgeMessage } from '#platform/nudge.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  closeNudge();
  await stop?.();
  stop = undefined;
});

async function fromAnotherProcess(code: string) {
  const script = `const { nudge, closeNudge } = await import('#platform/nudge.ts'); ${code}`;
  return promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: process.env,
  });
}

describe('nudges', () => {
  it('reach the listener from another process', async () => {
    const heard: NudgeMessage[] = [];
    stop = await listenForNudges((message) => heard.push(message));
    await fromAnotherProcess(`
      nudge({ type: 'event', runId: 'r1' });
      nudge({ type: 'tokens', runId: 'r1', stepId: 's', attempt: 1, text: 'line\\nbreak' });
      await new Promise((done) => setTimeout(done, 200)); closeNudge();`);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]).toEqual({ type: 'tokens', runId: 'r1', stepId: 's', attempt: 1, text: 'line\nbreak' });
  }, 60_000);

  it('reach a listener in the same process', async () => {
    const heard: NudgeMessage[] = [];
    stop = await listenForNudges((message) => heard.push(message));
    nudge({ type: 'approvals' });
    expect(heard).toEqual([{ type: 'approvals' }]);
  });

  it('are lost without a word when nobody listens', async () => {
    const { stderr } = await fromAnotherProcess(`for (let i = 0; i < 100; i++) nudge({ type: 'approvals' });
      await new Promise((done) => setTimeout(done, 100));`);
    expect(stderr).toBe('');
  }, 60_000);

  it('survive torn and foreign lines', async () => {
    const heard: NudgeMessage[] = [];
    stop = await listenForNudges((message) => heard.push(message));
    const socket = createConnection(nudgePath());
    socket.write('not json\n{"type":"appro');
    socket.write('vals"}\n{"type":"event","runId":"r"');
    await vi.waitFor(() => expect(heard).toEqual([{ type: 'approvals' }]));
    socket.destroy();
  });

  it('come over a socket that only the owner can use, also over one that a crash left behind', async () => {
    writeFileSync(nudgePath(), 'stale');
    stop = await listenForNudges(() => {});
    expect(statSync(nudgePath()).mode & 0o777).toBe(0o600);
  });

  it('find a short path when the data folder has a long one', () => {
    const short = nudgePath();
    expect(short).toBe(join(env().dataDir, 'nudge.sock'));
    const settings = env();
    const before = settings.dataDir;
    settings.dataDir = `/${'long/'.repeat(30)}`;
    expect(Buffer.byteLength(nudgePath())).toBeLessThanOrEqual(100);
    settings.dataDir = before;
    expect(existsSync(before)).toBe(true);
  });
});
