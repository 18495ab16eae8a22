/**
 * Histories of earlier releases: a run that began under one must go on under this. Those of a release are recorded once,
 * with HEARTH_TEST_RECORD=<version> on this file, and never again.
 */
import { readFile } from 'node:fs/promises';
import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { workflowIdOf } from '#lib/messages.ts';
import { dataConverter } from '#platform/data-converter.ts';
import { temporalClient } from '#platform/temporal.ts';
import { KEPT } from '#test/replay/flows.ts';
import { historiesOf, keepHistories, releases } from '#test/replay/histories.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { TEST_BUNDLE, useHearth } from '#test/support/hearth.ts';

useHearth();

const recording = process.env.HEARTH_TEST_RECORD;
/** Payloads of the files are plain. */
const plain = { ...dataConverter, payloadCodecs: [] };

describe.runIf(recording)('recording', () => {
  it('keeps the history of every run', async () => {
    await using server = await CountingServer.start();
    server.answer = ({ path }, response) => {
      if (path === '/cut') return void response.destroy();
      response.statusCode = path === '/missing' ? 404 : 200;
      response.end('{"ok":true}');
    };
    const client = await temporalClient();
    const histories = new Map<
      string,
      Awaited<ReturnType<ReturnType<typeof client.workflow.getHandle>['fetchHistory']>>
    >();
    for (const [name, { drawing, options, meanwhile }] of Object.entries(KEPT)) {
      await using run = await testFlow(draw(await drawing({ server })), options?.({ server }));
      await meanwhile?.(run);
      await run.ends();
      await run.closes();
      let part = 0;
      for await (const { workflowId, runId } of client.workflow.list({
        query: `WorkflowId = '${workflowIdOf(run.runId)}'`,
      })) {
        part += 1;
        const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        histories.set(part === 1 ? name : `${name}-${part}`, history);
      }
    }
    await keepHistories(recording ?? '', histories);
  });
});

describe.each(recording ? [] : releases())('the histories of release %s', (release) => {
  const histories = historiesOf(release);

  it('cover every way that the engine goes, and are as they were recorded', () => {
    expect(histories.length).toBeGreaterThanOrEqual(Object.keys(KEPT).length);
    expect(histories.filter((one) => !one.isAsRecorded)).toEqual([]);
  });

  it.each(histories.map(({ name, history }) => [name, history] as const))('%s replays', async (name, history) => {
    const workflowBundle = { code: await readFile(TEST_BUNDLE, 'utf8') };
    await Worker.runReplayHistory({ workflowBundle, dataConverter: plain }, history, name);
  });
});
