/** The page of what may stand in `{{ }}`. */
import type { DocEntry, DocPage } from '#lib/docs.ts';
import { FUNCTION_HELP, OFF_HELP, ROOT_HELP } from '#lib/expression-help.ts';

function entry(code: string, help: string, id: string): DocEntry {
  return { id, code, title: null, help, facts: [] };
}

/** Roots, functions, and what is off and why. */
export function expressionPage(): DocPage {
  const groups = [
    {
      id: 'where-values-come-from',
      title: 'Where values come from',
      intro:
        'An expression stands between {{ and }} and begins with one of these. A value that is not there fails the step; write ?? and what to take instead.',
      entries: Object.entries(ROOT_HELP).map(([name, help]) => entry(name, help, `root-${name}`)),
    },
    {
      id: 'functions',
      title: 'Functions',
      intro:
        'The language is JSONata: paths, conditions (a ? b : c), arithmetic, & to join texts, [ ] to filter a list, and these functions.',
      entries: Object.entries(FUNCTION_HELP).map(([name, { call, help }]) => entry(call, help, `function-${name}`)),
    },
    {
      id: 'what-is-off',
      title: 'What is off',
      intro: 'So that a run can be repeated exactly, and nothing that came from data is ever run.',
      entries: Object.entries(OFF_HELP).map(([name, help]) => entry(`$${name}`, help, `off-${name}`)),
    },
  ];
  return {
    slug: 'expressions',
    section: 'reference',
    group: null,
    title: 'Expressions',
    lead: 'How values of earlier steps get into a setting, and what can be done with them.',
    headings: groups.map(({ id, title }) => ({ id, title })),
    text: groups
      .flatMap(({ intro, entries }) => [intro, ...entries.map(({ code, help }) => `${code} ${help}`)])
      .join(' '),
    body: { kind: 'entries', groups },
  };
}
