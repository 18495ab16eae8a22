/** docs/rights.md says of every address and procedure who may use it. UPDATE=1 writes it anew. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from '#server/api/table.ts';
import { AUTH_ROUTES } from '#server/auth-route.ts';
import { RIGHTS, rightsOfRole } from '#server/rights.ts';
import { appRouter } from '#server/routers/index.ts';
import type { ProcedureMeta } from '#server/trpc.ts';

const FILE = 'docs/rights.md';
const ROLES = ['viewer', 'editor', 'runner', 'approver', 'admin', 'owner'];
const ORDER = ['public', 'signed-in', ...RIGHTS];

/** Addresses that Next answers by itself, by their files, and who may use them. */
const ADDRESSES: Record<string, [address: string, who: string]> = {
  'api/auth/[...all]': ['/api/auth/*', `signing in and out; only ${AUTH_ROUTES.map((one) => `\`${one}\``).join(', ')}`],
  'api/files/[ref]': ['/api/files/:ref', 'view, signed in on the page'],
  'api/live': ['/api/live', 'view, signed in on the page'],
  'api/trpc/[trpc]': ['/api/trpc/*', 'by procedure, below'],
  'api/v1/[[...path]]': ['/api/v1/*', 'by address, below'],
  'forms/[key]': ['/forms/:key', 'whoever has the address; published flows alone'],
  'hooks/[key]': ['/hooks/:key', 'whoever has the address, and the secret or signature where the flow asks for one'],
  'manifest.webmanifest': ['/manifest.webmanifest', 'everybody; says no more than the name'],
  mcp: ['/mcp', 'run, by token alone; flows that are offered'],
  offline: ['/offline', 'everybody; says that Hearth cannot be reached'],
  'sw.js': ['/sw.js', 'everybody; the script that installs the page'],
};

type Procedure = { _def: { type: string; meta?: ProcedureMeta } };

function byRight(entries: { right: string; name: string }[]): string[][] {
  return ORDER.map((right) => [
    right,
    entries
      .filter((entry) => entry.right === right)
      .map(({ name }) => `\`${name}\``)
      .sort()
      .join(', '),
  ]);
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function whoMayWhat(): string {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).map(
    ([name, { _def }]) => ({
      name: `${name}${_def.type === 'mutation' ? '!' : ''}`,
      right: _def.meta?.right ?? 'none',
    }),
  );
  const addresses = routes.map(({ method, path, right }) => ({ name: `${method} ${path}`, right }));
  return `# Who may do what

Every way into Hearth with the right that it needs. Whatever is not listed is not there. \`test/server/rights-table.test.ts\`
compares this page with the code, \`procedures.test.ts\` and \`api.test.ts\` try each with each role.

## Roles

${table(
  ['role', 'rights'],
  ROLES.map((role) => [role, rightsOfRole(role).join(', ')]),
)}

A token has at most the rights of its person, as they are at that moment.

## Addresses

${table(['address', 'who'], Object.values(ADDRESSES))}

All other addresses are pages: they hold no data, and ask for it by the procedures below.

## REST, below /api/v1

${table(['right', 'address'], byRight(addresses))}

## Procedures of the pages

Those with \`!\` change something, and are refused to pages of other sites.

${table(['right', 'procedure'], byRight(procedures))}
`;
}

test('each address that Next answers by itself is told of', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('/route.ts'));
  expect(files.map((file) => file.slice(0, -'/route.ts'.length)).sort()).toEqual(Object.keys(ADDRESSES).sort());
});

test('docs/rights.md says who may do what', () => {
  const said = whoMayWhat();
  expect(said).not.toContain('| none |');
  if (process.env['UPDATE']) writeFileSync(FILE, said);
  expect(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '').toBe(said);
});
