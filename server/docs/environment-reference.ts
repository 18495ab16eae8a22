/** The page of environment variables, made from what the processes parse at start. */
import type { DocPage } from '#lib/docs.ts';
import { environment } from '#platform/env.ts';

const GROUPS = [
  {
    id: 'hearth',
    title: 'Hearth',
    intro: 'Set them before npm start. An empty variable counts as not set.',
    begins: 'HEARTH_',
  },
  {
    id: 'temporal',
    title: 'Temporal',
    intro: 'Only with a Temporal server of your own, or Temporal Cloud.',
    begins: 'TEMPORAL_',
  },
];

/** Every variable with its default. */
export function environmentPage(): DocPage {
  const variables = environment();
  const groups = GROUPS.map(({ begins, ...group }) => ({
    ...group,
    entries: variables
      .filter(({ name }) => name.startsWith(begins))
      .map(({ name, help, usual, choices }) => ({
        id: name,
        code: name,
        title: null,
        help,
        facts: [
          ...(usual === null ? [] : [`default: ${usual}`]),
          ...(choices.length > 0 ? [`one of: ${choices.join(', ')}`] : []),
        ],
      })),
  }));
  return {
    slug: 'environment',
    section: 'reference',
    group: null,
    title: 'Environment',
    lead: 'Settings of the machine that Hearth runs on.',
    headings: groups.map(({ id, title }) => ({ id, title })),
    text: variables.map(({ name, help }) => `${name} ${help}`).join(' '),
    body: { kind: 'entries', groups },
  };
}
