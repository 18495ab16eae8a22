/** Rules over what is loaded when the code runs: type-only imports do not count here. */
import rooms from './.dependency-cruiser.mjs';

const ENGINE = '^(lib/engine|workflows)/';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
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
