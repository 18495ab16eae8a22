/** The flows that come with Hearth: drawn in English, with the words of other languages beside them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Flow, JsonValue, type FlowNode } from '#lib/flow.ts';
import { own } from '#lib/own.ts';
import type { FlowTemplate, TemplateNeed } from '#lib/views.ts';
import type { NodeSpec } from '#nodes/define.ts';
import { fieldsOf } from '#nodes/fields.ts';
import { catalogue } from '#nodes/index.ts';

export type TemplateLanguage = 'en' | 'fr';

/** What is said in another language: the name, notes by id, and of steps the name and whole parameters by id. */
const Words = z.strictObject({
  name: z.string(),
  notes: z.record(z.string(), z.string()),
  nodes: z.record(z.string(), z.strictObject({ name: z.string(), params: z.record(z.string(), JsonValue).optional() })),
});

const MOST_ICONS = 6;

/** All templates, in the order of the gallery: what needs nothing first. */
export async function listTemplates(language: TemplateLanguage): Promise<FlowTemplate[]> {
  const folder = path.join(process.cwd(), 'templates');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  const templates = await Promise.all(names.map((name) => readTemplate(folder, name, language)));
  return templates.sort((a, b) => a.needs.length - b.needs.length);
}

async function readTemplate(folder: string, name: string, language: TemplateLanguage): Promise<FlowTemplate> {
  const drawn = Flow.parse(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
  const flow = language === 'en' ? drawn : await inWords(drawn, path.join(folder, language, name));
  const specs = flow.nodes.map((node) => own(catalogue, node.type)).filter((spec) => spec !== undefined);
  return {
    id: path.basename(name, '.json'),
    name: flow.name,
    description: flow.notes[0]?.text ?? '',
    icons: [...new Map(specs.map(({ icon, kind }) => [icon, { icon, kind }])).values()].slice(0, MOST_ICONS),
    needs: needsOf(flow),
    flow,
  };
}

async function inWords(flow: Flow, file: string): Promise<Flow> {
  const words = Words.parse(JSON.parse(await readFile(file, 'utf8')));
  return {
    ...flow,
    name: words.name,
    notes: flow.notes.map((note) => ({ ...note, text: words.notes[note.id] ?? note.text })),
    nodes: flow.nodes.map((node) => {
      const said = words.nodes[node.id];
      return said ? { ...node, name: said.name, params: { ...node.params, ...said.params } } : node;
    }),
  };
}

/** The connections a flow cannot do without, each with the steps that use it. */
function needsOf(flow: Flow): TemplateNeed[] {
  const needs = new Map<string, TemplateNeed>();
  for (const node of flow.nodes) {
    const spec = own(catalogue, node.type);
    const need = spec && needOf(node, spec);
    if (!need) continue;
    const key = need.types.join();
    const known = needs.get(key);
    if (known) known.nodes.push(...need.nodes);
    else needs.set(key, need);
  }
  return [...needs.values()];
}

function needOf(node: FlowNode, spec: NodeSpec): TemplateNeed | null {
  if (spec.kind === 'action' && spec.connection && spec.connection.optional !== true)
    return { types: [...spec.connection.types], nodes: [{ id: node.id, field: null }] };
  const field = fieldsOf(spec).find(({ widget, required }) => widget === 'connection' && required);
  return field ? { types: [...field.connectionTypes], nodes: [{ id: node.id, field: field.name }] } : null;
}
