import { packState, slotsOf } from '#lib/engine/carry.ts';
import type { CarriedState } from '#lib/engine/carry.ts';
import type { ActivityCall } from '#lib/call.ts';
import type { RunState } from '#lib/engine/types.ts';
import type { Plan } from '#lib/plan.ts';
import { jsonSize } from '#lib/value.ts';
import { system } from './dispatch.ts';

/** Largest state that is carried over, and largest call of an activity, in bytes of JSON. */
const MAX_BYTES = 192 * 1024;
/** Smaller values are not worth a file. */
const MIN_SLOT_BYTES = 256;

/** The state to begin a new history with; what makes it too large goes to the blob store. */
export async function carryState(plan: Plan, state: RunState): Promise<CarriedState> {
  // The state is given away: what is put into blobs must not change it.
  const carried = JSON.parse(JSON.stringify(packState(plan, state))) as CarriedState;
  await stow(state.run.runId, { slots: slotsOf(carried), bytes: jsonSize(carried) });
  return carried;
}

/** The call of an activity, with values in the blob store where together they are too much for one message. */
export async function slimCall(call: ActivityCall): Promise<ActivityCall> {
  const bytes = jsonSize(call);
  if (bytes <= MAX_BYTES) return call;
  const values = { ...call.values };
  const slots = Object.entries(values).flatMap(([key, { reference, stored }]) => {
    if (stored.kind !== 'inline') return [];
    const put: Slot['put'] = (blob) =>
      (values[key] = { reference, stored: { kind: 'blob', blob, labels: stored.labels } });
    return [{ value: stored.value, bytes: jsonSize(stored.value), put }];
  });
  await stow(call.run.runId, { slots: slots.sort((a, b) => b.bytes - a.bytes), bytes });
  return { ...call, values };
}

type Slot = ReturnType<typeof slotsOf>[number];

async function stow(runId: string, { slots, bytes }: { slots: Slot[]; bytes: number }): Promise<void> {
  let left = bytes;
  const chosen: Slot[] = [];
  for (const slot of slots) {
    if (left <= MAX_BYTES || slot.bytes < MIN_SLOT_BYTES) break;
    chosen.push(slot);
    left -= slot.bytes - MIN_SLOT_BYTES;
  }
  if (chosen.length === 0) return;
  const blobs = await system['system.stow']({ runId, values: chosen.map((slot) => slot.value) });
  for (const [index, slot] of chosen.entries()) {
    const blob = blobs[index];
    if (blob) slot.put({ ...blob, preview: '' });
  }
}
