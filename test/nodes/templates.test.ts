import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withConnections } from '#components/flows/template-needs.ts';
import { Flow } from '#lib/flow.ts';
import { compile } from '#nodes/compile.ts';
import { connectionTypes } from '#nodes/connections.ts';
import { catalogue } from '#nodes/index.ts';
import { listTemplates } from '#server/services/templates.ts';

const FOLDER = 'templates';
const CARD = { width: 240, height: 96 };
const english = await listTemplates('en');
const french = await listTemplates('fr');

function read(id: string): Flow {
  return Flow.parse(JSON.parse(readFileSync(`${FOLDER}/${id}.json`, 'utf8')));
}

/** The flow with something put where a connection is needed. */
function connected({ flow, needs }: (typeof english)[number]): Flow {
  return withConnections(
    flow,
    needs,
    needs.map(({ types }) => types[0]),
  );
}

it('there are fourteen templates, those that need nothing first', () => {
  expect(english.map(({ id, needs }) => [id, needs.length])).toEqual([
    ['alarm', 0],
    ['daily-reminders', 0],
    ['form-to-table', 0],
    ['parallel-checks', 0],
    ['watch-page', 0],
    ['assistant', 1],
    ['csv-import', 1],
    ['meeting-notes', 1],
    ['morning-briefing', 1],
    ['telegram-question', 1],
    ['contact-form', 2],
    ['customer-answer', 2],
    ['inbox-triage', 2],
    ['research', 2],
  ]);
});

describe.each(english.map((template) => [template.id, template] as const))('the template %s', (id, template) => {
  it('compiles without a problem or a warning once it has what it says it needs', () => {
    const facts = {
      connections: { typeOf: (type: string) => (Object.hasOwn(connectionTypes, type) ? type : undefined) },
    };
    const compiled = compile(connected(template), catalogue, facts);
    expect(compiled).toMatchObject({ plan: { format: 'hearth.plan/1' }, problems: [] });
  });

  it('carries no connection of anybody', () => {
    expect(read(id).nodes.filter((node) => node.connection !== undefined)).toEqual([]);
  });

  it('says first what it is good for', () => {
    expect(template.description.length).toBeGreaterThan(80);
    expect(template.icons.length).toBeGreaterThan(2);
  });

  it('is drawn tidily: on the grid, from left to right, no card or note over another', () => {
    const { nodes, edges, notes } = read(id);
    const at = new Map(nodes.map((node) => [node.id, node.position]));
    const loops = new Set(nodes.filter(({ type }) => type === 'forEach').map((node) => node.id));
    for (const { x, y } of at.values()) expect([x % 8, y % 8]).toEqual([0, 0]);
    for (const { from, to } of edges.filter((edge) => !loops.has(edge.to.node) || edge.from.node === 'rows'))
      expect(at.get(to.node)?.x).toBeGreaterThan(at.get(from.node)?.x ?? Infinity);
    const boxes = [
      ...[...at.values()].map((place) => ({ ...place, width: CARD.width, height: CARD.height + 16 })),
      ...notes.map(({ position, size }) => ({ ...position, width: size?.width ?? 240, height: size?.height ?? 120 })),
    ];
    const overlapping = boxes.filter((a, i) =>
      boxes.some(
        (b, j) => j > i && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
      ),
    );
    expect(overlapping).toEqual([]);
  });

  it('is there in French: its name, every note, every step, and what people read', () => {
    const words = french.find((one) => one.id === id);
    expect(words?.name).not.toBe(template.name);
    for (const [index, note] of template.flow.notes.entries())
      expect(words?.flow.notes[index]?.text).not.toBe(note.text);
    for (const [index, node] of template.flow.nodes.entries())
      expect(words?.flow.nodes[index]?.name).not.toBe(node.name);
    expect(readdirSync(`${FOLDER}/fr`)).toContain(`${id}.json`);
    if (words) expect(compile(connected(words), catalogue).problems).toEqual([]);
  });
});
