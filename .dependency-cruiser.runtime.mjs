/** Rules over what is loaded when the code runs: type-only imports do not count here. */
import rooms from './.dependency-cruiser.mjs';

const ENGINE = '^(lib/engine|workflows)/';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle through an import() is none while loading.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'engine-reaches-no-zod',
      comment: 'zod makes the workflow bundle five times slower to build and heavy to keep in memory.',
      severity: 'error',
      from: { path: ENGINE },
      to: { path: '^node_modules/zod/', reachable: true },
    },
  ],
  options: { ...rooms.options, tsPreCompilationDeps: false },
};
