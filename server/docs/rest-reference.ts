/** The page of the REST API, made from the routes themselves. */
import { z } from 'zod';
import type { DocEntry, DocPage } from '#lib/docs.ts';
import { anchorOf } from '#lib/docs.ts';
import type { Route } from '#server/api/route.ts';
import { routes } from '#server/api/table.ts';

const GROUPS: Record<string, string> = {
  flows: 'Flows',
  runs: 'Runs',
  approvals: 'Approvals',
  variables: 'Variables',
  policies: 'Policies',
  contacts: 'Contacts',
};
const OTHERS = 'Everything else';

/** Every address of the API with what it takes and needs. */
export function restPage(): DocPage {
  const titles = [...new Set(routes.map(groupOf))].sort((a, b) => Number(a === OTHERS) - Number(b === OTHERS));
  const groups = titles.map((title) => ({
    id: anchorOf(title),
    title,
    intro: null,
    entries: routes.filter((route) => groupOf(route) === title).map(entryOf),
  }));
  return {
    slug: 'rest',
    section: 'reference',
    group: null,
    title: 'REST API',
    lead: 'Every address below /api/v1. GET /api/v1/openapi.json says the same for machines.',
    headings: groups.map(({ id, title }) => ({ id, title })),
    text: routes.map(({ path, summary }) => `${path} ${summary}`).join(' '),
    body: { kind: 'entries', groups },
  };
}

function groupOf({ path }: Route): string {
  return GROUPS[path.split('/')[1] ?? ''] ?? OTHERS;
}

function entryOf({ method, path, summary, right, query, body, status }: Route): DocEntry {
  const taken = [named('query', query), named('body', body)].filter((text) => text !== null);
  return {
    id: anchorOf(`${method} ${path.replace(/[/:]+/g, ' ')}`),
    code: `${method} /api/v1${path}`,
    title: null,
    help: `${summary}.`,
    facts: [
      right === 'public' ? 'open to everybody' : right === 'signed-in' ? 'for everybody signed in' : `right: ${right}`,
      ...taken,
      ...(status === 200 ? [] : [`answers ${status}`]),
    ],
  };
}

function named(where: string, schema: z.ZodType | null): string | null {
  if (!schema) return null;
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  return names.length === 0 ? where : `${where}: ${names.join(', ')}`;
}
