/** Reads vitest's JSON report and prints `tests: N passed, N failed`, alone on the last line. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {{ status: string, assertionResults: { status: string }[] }} FileResult */

/**
 * Counts tests; a file that failed before or beside its tests (an import, a hook) counts as one failure more.
 * @param {{ testResults: FileResult[] }} report
 */
export function count(report) {
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    const statuses = file.assertionResults.map((result) => result.status);
    const ownFailures = statuses.filter((status) => status === 'failed').length;
    passed += statuses.filter((status) => status === 'passed').length;
    failed += file.status === 'failed' && ownFailures === 0 ? 1 : ownFailures;
  }
  return { passed, failed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? '';
  // No report means that the run broke off: that is a failure, not zero tests.
  const counted = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 1 };
  console.log(`tests: ${counted.passed} passed, ${counted.failed} failed`);
  process.exitCode = counted.failed === 0 && counted.passed > 0 ? 0 : 1;
}
