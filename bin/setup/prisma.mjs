/** The database client that Prisma writes from the schema. */
import { stamp } from './fingerprint.mjs';
import { execute } from './progress.mjs';

const client = stamp('prisma-client', {
  from: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
  makes: ['prisma/generated/client.ts'],
});

/** @type {import('./progress.mjs').Step} */
export const generateClient = {
  title: 'Generating the database client',
  done: client.isCurrent,
  run: async () => {
    await execute(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
      env: {
        // `generate` never starts the schema engine, yet the CLI would download it unless it is told of an executable.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    });
    client.write();
  },
  hint: 'Delete the folder prisma/generated and run the same command again.',
};
