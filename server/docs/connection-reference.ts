/** The page of connection types, made from their declarations. */
import type { DocPage } from '#lib/docs.ts';
import { connectionTypes } from '#nodes/connections.ts';
import { fieldsOfObject } from '#nodes/fields.ts';
import { fieldEntries } from '#server/docs/field-entries.ts';

/** All connection types on one page. */
export function connectionPage(): DocPage {
  const groups = Object.entries(connectionTypes).map(([type, { title, help, fields, testable }]) => ({
    id: type,
    title,
    intro: testable ? `${help} It can be tried out where it is made.` : help,
    entries: fieldEntries(fieldsOfObject(fields)).map((entry) => ({ ...entry, id: `${type}-${entry.id}` })),
  }));
  return {
    slug: 'connections',
    section: 'reference',
    group: null,
    title: 'Connections',
    lead: 'What Hearth can sign in to. Secrets are sealed and sent to the hosts of the connection only.',
    headings: groups.map(({ id, title }) => ({ id, title })),
    text: groups
      .flatMap(({ intro, entries }) => [intro, ...entries.map(({ title, help }) => `${title} ${help}`)])
      .join(' '),
    body: { kind: 'entries', groups },
  };
}
