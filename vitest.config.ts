import { defineConfig } from 'vitest/config';

/** Rooms without state of their own: their test files share one process, which saves loading the code again for each. */
const PURE = ['lib', 'nodes', 'editor', 'messages', 'components'];
const INTEGRATION = ['workflows', 'worker', 'chaos', 'bench'];
const BROWSER = ['e2e'];

const setup = {
  globalSetup: ['test/setup/base-database.ts'],
  setupFiles: ['test/setup/own-data-folder.ts', 'test/setup/no-stray-errors.ts'],
};

function filesIn(folders: string[]): string[] {
  return folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`);
}

export default defineConfig({
  // Next wants `jsx: preserve` semantics of its own; tests take React's runtime.
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          ...setup,
          name: 'pure',
          include: filesIn(PURE),
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...setup,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: filesIn([...PURE, ...INTEGRATION, ...BROWSER]),
          testTimeout: 20_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...setup,
          name: 'integration',
          include: filesIn(INTEGRATION),
          // Each of these files runs a Temporal server and waits for it much of the time: three keep two cores busy.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...setup,
          name: 'e2e',
          include: filesIn(BROWSER),
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
