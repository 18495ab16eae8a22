import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Flow } from '#lib/flow.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';

const FOLDER = 'templates';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const CARD = { width: 240, height: 96 };

function read(file: string): Flow {
  return Flow.parse(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')));
}

it('there are three templates', () => {
  expect(files.sort()).toEqual(['daily-reminders.json', 'form-to-table.json', 'parallel-checks.json']);
});

describe.each(files)('the template %s', (file) => {
  it('compiles without a problem or a warning', () => {
    expect(compile(read(file), catalogue)).toMatchObject({ plan: { format: 'hearth.plan/1' }, problems: [] });
  });

  it('needs nothing connected and reaches nobody outside', () => {
    const { nodes } = read(file);
    expect(nodes.filter((node) => node.connection !== undefined)).toEqual([]);
    expect(nodes.filter((node) => ['http.request', 'llm.ask'].includes(node.type))).toEqual([]);
  });

  it('says first what it is good for', () => {
    expect(read(file).notes[0]?.text.length).toBeGreaterThan(80);
  });

  it('is drawn tidily: on the grid, from left to right, no card over another', () => {
    const { nodes, edges } = read(file);
    const at = new Map(nodes.map((node) => [node.id, node.position]));
    for (const { x, y } of at.values()) expect([x % 8, y % 8]).toEqual([0, 0]);
    for (const { from, to } of edges) expect(at.get(to.node)?.x).toBeGreaterThan(at.get(from.node)?.x ?? Infinity);
    const places = [...at.values()];
    const overlapping = places.filter((a, i) =>
      places.some((b, j) => j > i && Math.abs(a.x - b.x) < CARD.width && Math.abs(a.y - b.y) < CARD.height + 16),
    );
    expect(overlapping).toEqual([]);
  });
});
