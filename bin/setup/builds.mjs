/** What is built ahead of a start: the processes themselves, the workflow bundle and the web pages. */
import { stamp } from './fingerprint.mjs';
import { packFiles } from './pack.mjs';
import { execute } from './progress.mjs';

/** Where the worker finds its workflows. */
export const WORKFLOW_BUNDLE = '.hearth/workflow-bundle.js';

const bundle = stamp('workflow-bundle', {
  from: ['workflows', 'lib', 'nodes', 'platform/failure-converter.cjs', 'worker/build-bundle.ts', 'package-lock.json'],
  makes: [WORKFLOW_BUNDLE],
});

const processes = stamp('processes', {
  from: [
    ...['bin', 'server', 'worker', 'activities', 'platform', 'nodes', 'lib', 'templates', 'messages'],
    ...['prisma', 'tsconfig.json', 'package.json', 'package-lock.json'],
  ],
  makes: [
    '.hearth/build/commands.json',
    '.hearth/build/start.mjs',
    '.hearth/build/hearth.mjs',
    '.hearth/build/worker.mjs',
    '.hearth/build/web.mjs',
  ],
});

const pages = stamp('web-pages', {
  from: [
    ...[
      'app',
      'components',
      'server',
      'platform',
      'lib',
      'nodes',
      'templates',
      'messages',
      'public',
      'prisma/schema.prisma',
    ],
    ...[
      'next.config.mjs',
      'postcss.config.mjs',
      'tsconfig.json',
      'package.json',
      'package-lock.json',
      'bin/setup/pack.mjs',
    ],
  ],
  makes: ['.next/BUILD_ID'],
});

/** @type {import('./progress.mjs').Step} */
export const compileProcesses = {
  title: 'Compiling the processes',
  done: processes.isCurrent,
  run: async () => {
    await execute(process.execPath, ['bin/compile.mjs']);
    processes.write();
  },
  hint: 'The message above names the file that cannot be compiled.',
};

/** @type {import('./progress.mjs').Step} */
export const bundleWorkflows = {
  title: 'Bundling the workflows',
  done: bundle.isCurrent,
  run: async () => {
    await execute(process.execPath, ['--import', 'tsx', 'worker/build-bundle.ts', WORKFLOW_BUNDLE]);
    bundle.write();
  },
  hint: 'If you changed files in workflows/ or lib/, the message above names the import that does not belong there.',
};

/** @type {import('./progress.mjs').Step} */
export const buildPages = {
  title: 'Building the web pages',
  done: pages.isCurrent,
  run: async () => {
    await execute(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    await packFiles('.next/static');
    pages.write();
  },
  hint: 'Delete the folder .next and run the same command again. It needs about 1 GB of free memory.',
};
