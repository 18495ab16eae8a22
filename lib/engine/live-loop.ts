/** What steps inside of a loop see of it: `item`, and `steps.<loop>` while it is not over. */
import type { LoopState } from '#lib/engine/types.ts';
import { joinLabels, uniform, wholeLabel } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PathPart } from '#lib/plan.ts';
import type { Source } from '#lib/reference.ts';
import type { Json, Stored } from '#lib/value.ts';

type Fields = Record<string, Stored>;

/** What `item` is in an iteration. */
export function itemSource(loop: LoopState, index: number, path: readonly PathPart[]): Source {
  const fields = itemFields(loop, index);
  return fields ? pick(fields, path) : { kind: 'absent', because: 'there is no `item` here' };
}

/** What a loop gives before it is over; `index` is the iteration that asks, none for the loop's own conditions. */
export function loopSource(loop: LoopState, index: number | undefined, path: readonly PathPart[]): Source {
  const fields = index === undefined ? undefined : itemFields(loop, index);
  if (path[0] === 'item' && fields) return deeper(pick(fields, path.slice(1)));
  if (loop.kind === 'while') return pick(whileFields(loop), path);
  return { kind: 'absent', because: 'the loop is not over yet; inside of it use `item`' };
}

function itemFields(loop: LoopState, index: number): Fields | undefined {
  if (loop.kind === 'while') {
    const { rounds, last } = whileFields(loop);
    return { index: rounds as Stored, value: last as Stored };
  }
  const item = own(loop.active, String(index));
  if (!item) return undefined;
  const labels = uniform(loop.itemsLabel);
  const value: Stored =
    'blob' in item ? { kind: 'blob', blob: item.blob, labels } : { kind: 'inline', ...item, labels };
  return { value, index: inline(index, loop.itemsLabel), count: inline(loop.count, loop.itemsLabel) };
}

function whileFields({ rounds, last, decided }: LoopState & { kind: 'while' }): Fields {
  const labels = uniform(joinLabels(decided, wholeLabel(last.labels)));
  return { rounds: inline(rounds, decided), last: { ...last, labels } };
}

function inline(value: Json, label: Label): Stored {
  return { kind: 'inline', value, labels: uniform(label) };
}

/** The field that a path begins with; without one, all of them together. */
function pick(fields: Fields, path: readonly PathPart[]): Source {
  const [first] = path;
  const field = typeof first === 'string' ? own(fields, first) : undefined;
  if (field) return { kind: 'stored', stored: field, skip: 1 };
  const whole = Object.entries(fields);
  const plain = whole.flatMap(([name, stored]) => (stored.kind === 'inline' ? [[name, stored.value] as const] : []));
  if (plain.length < whole.length)
    return { kind: 'absent', because: `it is too large as a whole; name one of ${Object.keys(fields).join(', ')}` };
  const labels = Object.fromEntries(whole.map(([name, stored]) => [name, wholeLabel(stored.labels)]));
  const rest = joinLabels(...Object.values(labels));
  return {
    kind: 'stored',
    stored: { kind: 'inline', value: Object.fromEntries(plain), labels: { rest, fields: labels } },
  };
}

function deeper(source: Source): Source {
  return source.kind === 'stored' ? { ...source, skip: (source.skip ?? 0) + 1 } : source;
}
