import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function counted(report?: object): Promise<{ out: string; code: number | null }> {
  const file = join(process.env.HEARTH_DATA ?? '', `report-${Math.random()}.json`);
  if (report) writeFileSync(file, JSON.stringify(report));
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['.ci/count.mjs', file], (_error, out) =>
      resolve({ out, code: child.exitCode }),
    );
  });
}

function file(status: string, ...tests: string[]): object {
  return { status, assertionResults: tests.map((each) => ({ status: each })) };
}

test('passed and failed tests are counted, skipped ones are not', async () => {
  const report = { testResults: [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] };
  expect(await counted(report)).toEqual({ out: 'tests: 3 passed, 1 failed\n', code: 1 });
});

test('a file that could not be loaded is a failure', async () => {
  const report = { testResults: [file('passed', 'passed'), file('failed')] };
  expect(await counted(report)).toEqual({ out: 'tests: 1 passed, 1 failed\n', code: 1 });
});

test('a run without a report, or without tests, is not a success', async () => {
  expect(await counted()).toEqual({ out: 'tests: 0 passed, 1 failed\n', code: 1 });
  expect((await counted({ testResults: [] })).code).toBe(1);
  expect((await counted({ testResults: [file('passed', 'passed')] })).code).toBe(0);
});
