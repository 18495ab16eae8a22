/**
 * What declarations of steps and connections are called in the person's language. English stands in the declarations
 * themselves; other languages are loaded with the editor, before it is first drawn. A page has one language.
 */
import { useEffect, useState } from 'react';
import { inTheirWords, loadSentences } from '#components/texts/sentences.ts';
import type { Operator } from '#lib/plan.ts';
import { choosesWay, type Catalogue, type NodeSpec } from '#nodes/define.ts';

type FieldTexts = Record<string, { title?: string; help?: string; options?: Record<string, string> }>;
type SpecTexts = {
  title: string;
  help: string;
  summary?: string;
  /** By their place, or by their id where the step makes its ports from what is filled in. */
  ports?: Record<string, string>;
  fields: FieldTexts;
};
type StepTexts = { steps: Record<string, SpecTexts>; connections: Record<string, SpecTexts> };

const LOADERS: Record<string, (() => Promise<{ default: StepTexts }>) | undefined> = {
  fr: () => import('#messages/fr/nodes.json'),
};

let texts: StepTexts | null = null;
const fieldsOfSpec = new WeakMap<NodeSpec, FieldTexts>();

/** Fetches them where the language of the page has some. */
export async function loadStepTexts(): Promise<void> {
  const load = LOADERS[document.documentElement.lang];
  if (!load || texts !== null) return;
  // Titles that steps make of what is filled in are sentences.
  const [steps] = await Promise.all([load(), loadSentences()]);
  texts = steps.default;
}

/** True once they are there. */
export function useStepTexts(): boolean {
  const [ready, setReady] = useState(texts !== null);
  useEffect(() => {
    // Without them there is English, which is better than nothing.
    void loadStepTexts()
      .catch(() => undefined)
      .then(() => setReady(true));
  }, []);
  return ready;
}

/** The catalogue with titles and help as the person reads them. */
export function spokenCatalogue(catalogue: Catalogue): Catalogue {
  const known = texts?.steps;
  if (!known) return catalogue;
  const entries = Object.entries(catalogue).map(([type, spec]): [string, NodeSpec] => {
    const own = known[type];
    return [type, own ? spoken(spec, own) : spec];
  });
  return Object.assign(Object.create(null) as Catalogue, Object.fromEntries(entries));
}

function spoken(spec: NodeSpec, { title, help, summary = spec.summary, ports = {}, fields }: SpecTexts): NodeSpec {
  const made: NodeSpec = { ...spec, title, help, ...(summary === undefined ? {} : { summary }) };
  if (choosesWay(made)) {
    const { ports: drawn } = made;
    made.ports =
      typeof drawn === 'function'
        ? (params) => drawn(params).map((port) => ({ ...port, title: ports[port.id] ?? inTheirWords(port.title) }))
        : drawn.map((port, at) => ({ ...port, title: ports[String(at)] ?? port.title }));
  }
  fieldsOfSpec.set(made, fields);
  return made;
}

/** A comparison in the person's language, where that is not English. */
export function operatorTitle(operator: Operator): string | undefined {
  return texts?.steps.if?.fields['rows.operator']?.options?.[operator];
}

/** A type of connection as the person reads it. */
export function spokenConnection<T extends { title: string; help?: string }>(name: string, type: T): T {
  const own = texts?.connections[name];
  return own ? { ...type, title: own.title, ...('help' in type && { help: own.help }) } : type;
}

type Described = {
  title?: string | undefined;
  description?: string | undefined;
  options?: Record<string, string> | undefined;
  properties?: Record<string, Described>;
  items?: Described;
  anyOf?: Described[];
};

/** Puts the words of the person's language into a form's schema. */
export function speakFields(spec: NodeSpec, schema: Described): void {
  const fields = fieldsOfSpec.get(spec);
  if (fields) speakProperties(schema, '', fields);
}

/** The same for the boxes of a connection. */
export function speakConnection(name: string, schema: Described): void {
  const fields = texts?.connections[name]?.fields;
  if (fields) speakProperties(schema, '', fields);
}

function speakProperties(schema: Described, prefix: string, fields: FieldTexts): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const path = prefix + name;
    const own = fields[path];
    if (own?.title) property.title = own.title;
    if (own?.help) property.description = own.help;
    if (own?.options) property.options = { ...property.options, ...own.options };
    for (const inner of [property, property.items, ...(property.anyOf ?? [])]) {
      if (inner) speakProperties(inner, `${path}.`, fields);
    }
  }
}
