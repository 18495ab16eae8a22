/**
 * The rooms of the house: who may import whom. One rule a room; `import type` where a room may only look.
 * What matters only once types are gone (cycles, what the engine reaches) is in .dependency-cruiser.runtime.mjs.
 */

const BUILT_INS = { dependencyTypes: ['core'] };
const REACT = '^node_modules/(react|react-dom|next|@xyflow)/';
const SDKS = '^node_modules/(@anthropic-ai|openai|ollama|@temporalio|@prisma|@libsql|undici)/';
const ROOMS = 'lib|messages|nodes|workflows|platform|activities|worker|server|app|components|bin|prisma';

/** A rule: files of `room` reach no room but these. `types` names rooms of which only types may be imported. */
function only(room, allowed, types = []) {
  const closed = ROOMS.split('|').filter(
    (other) => other !== room && !allowed.includes(other) && !types.includes(other),
  );
  return [
    {
      name: `${room}-rooms`,
      comment: `${room} may import ${allowed.join(', ') || 'no other room'}.`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: { path: `^(${closed.join('|')})/` },
    },
    ...types.map((other) => ({
      name: `${room}-${other}-types`,
      comment: `${room} may import types of ${other}, with "import type".`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: { path: `^${other}/`, dependencyTypesNot: ['type-only'] },
    })),
  ];
}

/** A rule: files under `path` never reach `to`. */
function never(name, path, to) {
  return { name, severity: 'error', from: { path }, to };
}

export default {
  forbidden: [
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },

    ...only('lib', []),
    never('lib-pure', '^lib/', BUILT_INS),
    never('lib-no-react', '^lib/', { path: REACT }),

    ...only('messages', []),
    never('messages-pure', '^messages/', { path: REACT }),

    ...only('nodes', ['lib']),
    never('nodes-pure', '^nodes/', BUILT_INS),
    never('nodes-no-sdk', '^nodes/', { path: [REACT, SDKS] }),

    ...only('workflows', ['lib'], ['nodes', 'activities']),
    never('workflows-deterministic', '^workflows/', BUILT_INS),
    never('workflows-no-sdk', '^workflows/', { path: SDKS, pathNot: '^node_modules/@temporalio/(workflow|common)/' }),

    ...only('platform', ['lib', 'nodes', 'prisma']),
    never('platform-no-react', '^platform/', { path: REACT }),

    ...only('activities', ['lib', 'nodes', 'platform', 'prisma']),
    ...only('worker', ['lib', 'nodes', 'platform', 'prisma', 'activities']),
    ...only('server', ['lib', 'messages', 'nodes', 'platform', 'prisma'], ['workflows']),
    never('server-no-react', '^server/', { path: '^node_modules/(react|react-dom|@xyflow)/' }),
    never('web-no-worker-sdk', '^(server|app|components|platform)/', {
      path: '^node_modules/@temporalio/(worker|core-bridge|testing|workflow|activity)/',
    }),

    ...only('components', ['lib', 'messages', 'nodes'], ['server']),
    {
      name: 'components-get-their-texts',
      comment: 'A page is handed the texts of its one language; importing them would ship them all.',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: '^messages/',
        pathNot: ['^messages/(locales|sentences)[.]ts$', '^messages/[a-z]+/(nodes|sentences)[.]json$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    never('components-in-the-browser', '^components/', BUILT_INS),
    never('components-no-sdk', '^components/', { path: SDKS }),
    never('components-only-the-router-type', '^components/', {
      path: '^server/',
      pathNot: '^server/routers/index[.]ts$',
    }),

    ...only('app', ['components', 'messages', 'server', 'lib', 'nodes']),
    {
      name: 'prisma-rooms',
      comment: 'prisma/client.ts needs to know where the database lies, and nothing else of Hearth.',
      severity: 'error',
      from: { path: '^prisma/' },
      to: { path: `^(${ROOMS})/`, pathNot: ['^prisma/', '^platform/env[.]ts$', '^lib/errors[.]ts$'] },
    },

    {
      name: 'one-database-client',
      comment: 'Only prisma/client.ts makes a client, so that every transaction is BEGIN IMMEDIATE.',
      severity: 'error',
      from: { path: `^(${ROOMS})/`, pathNot: ['^prisma/', '^bin/(migrate|prisma-schema-engine)[.]mjs$'] },
      to: { path: ['^node_modules/@prisma/adapter-libsql/', '^node_modules/@libsql/'] },
    },
    {
      name: 'no-test-code',
      severity: 'error',
      from: { path: `^(${ROOMS})/` },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'prisma/generated'] },
    exclude: { path: ['^[.]next/', '^prisma/generated/internal'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
  },
};
