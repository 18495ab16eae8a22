import type { Visible } from '#components/editor/model/visible.ts';

export type Step = 'left' | 'right' | 'up' | 'down';

type Placed = Visible['items'][number];

function nearest(from: Placed, candidates: Placed[]): string | null {
  const distance = (item: Placed) => Math.hypot(item.position.x - from.position.x, item.position.y - from.position.y);
  return (
    candidates.reduce<Placed | null>((best, item) => (!best || distance(item) < distance(best) ? item : best), null)
      ?.id ?? null
  );
}

/** What an arrow key leads to: left and right along wires, up and down to the nearest card; null to stay. */
export function walk({ items, links }: Visible, from: string | null, step: Step): string | null {
  const here = items.find((item) => item.id === from);
  if (!here) return items[0]?.id ?? null;
  const others = items.filter((other) => other !== here);
  if (step === 'up' || step === 'down') {
    const side = step === 'up' ? -1 : 1;
    const beyond = others.filter((other) => Math.sign(other.position.y - here.position.y) === side);
    const column = beyond.filter((other) => Math.abs(other.position.x - here.position.x) < 200);
    return nearest(here, column.length > 0 ? column : beyond);
  }
  const linked = links.flatMap((link) => {
    if (step === 'right' && link.from === here.id) return [link.to];
    if (step === 'left' && link.to === here.id) return [link.from];
    return [];
  });
  const along = others.filter((other) => linked.includes(other.id));
  if (along.length > 0) return nearest(here, along);
  const side = step === 'left' ? -1 : 1;
  return nearest(
    here,
    others.filter((other) => Math.sign(other.position.x - here.position.x) === side),
  );
}

/** All that leads to these (`left`) or follows them (`right`), themselves included. */
export function extent({ links }: Visible, from: ReadonlySet<string>, step: 'left' | 'right'): Set<string> {
  const next = new Map<string, string[]>();
  for (const link of links) {
    const [here, there] = step === 'right' ? [link.from, link.to] : [link.to, link.from];
    next.set(here, [...(next.get(here) ?? []), there]);
  }
  const found = new Set(from);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return found;
}
