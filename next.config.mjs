/** JavaScript, not TypeScript: Next reads this at every start, and compiling it first would take longer than the rest.
 * @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Names the build to the service worker: another build, another worker.
  env: { HEARTH_BUILD: Date.now().toString(36) },
  reactStrictMode: true,
  devIndicators: false,
  images: { unoptimized: true },
  // `npm run check` checks types, once and for every room.
  typescript: { ignoreBuildErrors: true },
  // Its messages do not pass the front door of a custom server: a page in development then waits for them for ever.
  experimental: { reactDebugChannel: false },
  turbopack: {
    root: import.meta.dirname,
    // Texts reach the pages compiled (messages/texts.ts): the parser stays on the server.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  // All of a family or none: a package that is bundled here and external there exists twice and breaks (protobufjs).
  serverExternalPackages: [
    '@temporalio/client',
    '@temporalio/common',
    '@temporalio/envconfig',
    '@temporalio/proto',
    '@grpc/grpc-js',
    'protobufjs',
    'long',
    '@libsql/client',
    'libsql',
    '@prisma/client',
    '@prisma/adapter-libsql',
    '@prisma/driver-adapter-utils',
    'pino',
    'pino-pretty',
    'undici',
    'jsonata',
  ],
};

export default config;
