/** A run that is started and waited for on the command line, over the REST interface. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '#bin/cli/program.ts';
import { env } from '#platform/env.ts';
import { addFlow } from '#server/services/flows.ts';
import { addPerson, tokenOf } from '#test/server/house.ts';
import { startApi, type ApiServer } from '#test/support/api-server.ts';
import { published } from '#test/support/flow-run.ts';
import { draw } from '#test/support/draw.ts';
import { useHearth } from '#test/support/hearth.ts';

useHearth();

let server: ApiServer;
let own: Record<string, string>;
beforeAll(async () => {
  server = await startApi();
  const token = await tokenOf(await addPerson('owner'), ['view', 'run']);
  const XDG_CONFIG_HOME = mkdtempSync(join(env().dataDir, 'config-'));
  own = { HEARTH_URL: server.url, HEARTH_TOKEN: token, XDG_CONFIG_HOME };
});
afterAll(() => server[Symbol.asyncDispose]());

async function hearth(args: string[], typed: string[] = []): Promise<{ code: number; data: unknown }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = {
    stdin: Readable.from(typed.map((line) => Buffer.from(line))),
    stdout,
    stderr,
    env: own,
    folder: '.',
    exitCode: 0,
  };
  const code = await runCli([...args, '--json'], io);
  return { code, data: JSON.parse((stdout.read() as Buffer).toString()) };
}

test('a run is started by its flow’s name, waited for and shown; one that fails ends with 1', async () => {
  const says = draw({
    name: 'Says',
    nodes: { start: ['manual'], say: ['template', { text: 'hi {{ trigger.name }}' }] },
    wires: ['start > say'],
  });
  await addFlow({ flow: says });
  const done = await hearth(['run', 'Says', '--test', '--wait', '--input', '{"name":"Ann"}']);
  expect(done).toMatchObject({ code: 0, data: { status: 'done' } });
  const { runId } = done.data as { runId: string };
  expect(await hearth(['run', 'show', runId])).toMatchObject({ code: 0, data: { id: runId, status: 'done' } });
  expect(await hearth(['runs', 'retry', runId, '--from', 'start', '--dry-run'])).toMatchObject({
    code: 0,
    data: { effectCount: 0 },
  });

  await addFlow({
    flow: draw({
      name: 'Fails',
      nodes: { start: ['manual'], end: ['stop', { outcome: 'failed', message: 'no' }] },
      wires: ['start > end'],
    }),
  });
  expect(await hearth(['run', 'Fails', '--test', '--wait'])).toMatchObject({ code: 1, data: { status: 'failed' } });
});

test('writes to a flow line by line, and goes on with the same chat', async () => {
  const body = 'You said {{ trigger.text }}';
  await published(
    draw({ name: 'Echo', nodes: { heard: ['chat.message'], say: ['respond', { body }] }, wires: ['heard > say'] }),
  );
  const first = await hearth(['chat', 'Echo'], ['one\n', '\ntwo\n']);
  const said = [
    { text: 'one', answer: 'You said one' },
    { text: 'two', answer: 'You said two' },
  ];
  expect(first).toMatchObject({ code: 0, data: { said } });
  const { id } = first.data as { id: string };
  const more = await hearth(['chat', 'Echo', '--chat', id, '--say', 'three']);
  expect(more).toMatchObject({ code: 0, data: { id, said: [{ answer: 'You said three' }] } });
  expect(await hearth(['chat', 'Nobody'])).not.toMatchObject({ code: 0 });
});
