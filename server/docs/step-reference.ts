/** The page of a node type, made from its declaration. */
import { z } from 'zod';
import type { DocEntry, DocPage, StepReference } from '#lib/docs.ts';
import { anchorOf } from '#lib/docs.ts';
import type { Repeat, Risk } from '#lib/plan.ts';
import { connectionType } from '#nodes/connections.ts';
import { portsOf, type ActionSpec, type NodeSpec } from '#nodes/define.ts';
import { examplesOf } from '#nodes/examples/index.ts';
import { fieldsOf } from '#nodes/fields.ts';
import { fieldEntries } from '#server/docs/field-entries.ts';
import { schemaEntries } from '#server/docs/schema-entries.ts';

const RISK: Record<Risk, string> = {
  read: 'It only reads.',
  write: 'It changes your own data.',
  send: 'It reaches other people or services.',
  destroy: 'It removes what cannot be brought back.',
  critical: 'Money, locks, commands or passwords.',
};

const NO_QUESTION = 'It goes without asking.';
const ASKS =
  'A person is asked first if untrusted data chooses whom it reaches, how much, or that it happens at all, or if private data would go to somebody who is neither drawn in the flow nor on your lists.';

const REPEAT: Record<Repeat, string> = {
  safe: 'Tried again after an interruption: doing it twice does no harm.',
  keyed:
    'Tried again after an interruption, with a key that lets it happen once. If its outcome cannot be told, a person is asked.',
  never: 'Never tried twice by itself. If nobody knows whether it happened, a person is asked.',
};

const REPEAT_DEPENDS =
  'What does no harm twice is tried again after an interruption; the rest never is by itself. If nobody knows whether it happened, a person is asked.';

const READS: Record<string, string> = {
  untrusted: 'What it gives is untrusted: somebody outside may have written it.',
  trusted: 'What it gives is trusted.',
  join: 'What it gives is as trusted as what it was given.',
  checked: 'What it lets through may be trusted: it is one of few values that you foresaw.',
  endorsed: 'A person is asked about what came from outside; what he vouches for is trusted.',
  stored: 'Every value it gives keeps the origin it was stored with.',
};

/** The page of one node type. */
export function stepPage(type: string, spec: NodeSpec): DocPage {
  const step = stepReference(type, spec);
  const sections: string[][] = [
    ['know', 'What to know'],
    ...(step.examples.length > 0 ? [['examples', 'Examples']] : []),
    ...(step.fields.length > 0 ? [['fields', 'Fields']] : []),
    ...(step.ports.length > 1 ? [['ways', 'Ways on']] : []),
    ['gives', 'What it gives'],
  ];
  return {
    slug: `steps/${type}`,
    section: 'steps',
    group: spec.group,
    title: spec.title,
    lead: /^.*?[.!?](?=\s|$)/s.exec(spec.help)?.[0] ?? spec.help,
    headings: sections.map(([id = '', title = '']) => ({ id, title })),
    text: [type, spec.help, ...step.fields.flatMap(({ title, help, code }) => [title, code, help])].join(' '),
    body: { kind: 'step', step },
  };
}

function stepReference(type: string, spec: NodeSpec): StepReference {
  const types = spec.kind === 'action' ? (spec.connection?.types ?? []) : [];
  return {
    type,
    icon: spec.icon,
    kind: spec.kind,
    help: spec.help,
    risk: spec.kind === 'action' && typeof spec.risk === 'string' ? spec.risk : null,
    facts: factsOf(spec),
    connections: types.map((name) => ({ type: name, title: connectionType(name)?.title ?? name })),
    fields: fieldEntries(fieldsOf(spec)),
    ports: spec.kind === 'trigger' ? [] : portsOf(spec, {}).map(({ id, title }) => ({ id, title })),
    output: schemaEntries(z.toJSONSchema(spec.output, { io: 'output', unrepresentable: 'any' })),
    examples: examplesOf(type),
  };
}

function fact(title: string, help: string): DocEntry {
  return { id: `fact-${anchorOf(title)}`, code: '', title, help, facts: [] };
}

function factsOf(spec: NodeSpec): DocEntry[] {
  switch (spec.kind) {
    case 'action':
      return actionFacts(spec);
    case 'trigger':
      return [fact('Labels', READS[spec.reads] ?? '')];
    case 'control':
      return [
        fact('Risk', 'None: it changes nothing outside of the run.'),
        fact('Labels', 'What untrusted data decides here is untrusted too.'),
      ];
    default:
      return spec satisfies never;
  }
}

function actionFacts({ risk, repeat, reads, timeout }: ActionSpec): DocEntry[] {
  const harmless = risk === 'read' || risk === 'write';
  return [
    fact(
      'Risk',
      typeof risk === 'string' ? RISK[risk] : 'It depends on the settings: what only reads counts as reading.',
    ),
    fact('Approval', risk === 'critical' ? 'A person decides every time.' : harmless ? NO_QUESTION : ASKS),
    fact('Retries', typeof repeat === 'string' ? REPEAT[repeat] : REPEAT_DEPENDS),
    fact('Labels', READS[reads] ?? ''),
    fact('Time', `It is given up after ${timeout}, if its settings say nothing else.`),
  ];
}
