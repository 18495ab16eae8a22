import { Position, type NodeHandle } from '@xyflow/react';
import type { Card } from '#components/editor/model/cards.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { IN_PORT } from '#nodes/define.ts';

const PORT = { width: 12, height: 12 };
const PORT_Y = 22;
const ROW = 26;
const HEAD = 68;
const FACTS = 34;

type Shape = { measured: { width: number; height: number }; handles: NodeHandle[] };

/** Where a card's ports will be, before it has ever been drawn: good enough for wires whose ends are out of sight. */
export function firstShape(card: Card): Shape {
  const facts = card.connection !== null || card.calls !== null || card.disabled || (card.risk ?? 'read') !== 'read';
  const head = HEAD + (facts ? FACTS : 0);
  const many = card.ports.length > 1;
  const left: NodeHandle = { id: IN_PORT, type: 'target', position: Position.Left, x: -6, y: PORT_Y, ...PORT };
  const right = card.ports.map((port, index): NodeHandle => ({
    id: port.id,
    type: 'source',
    position: Position.Right,
    x: CARD.width - 6,
    y: many ? head + 5 + index * ROW + 7 : PORT_Y,
    ...PORT,
  }));
  const height = head + (many ? 9 + card.ports.length * ROW : 0);
  return { measured: { width: CARD.width, height }, handles: card.hasInput ? [left, ...right] : right };
}
