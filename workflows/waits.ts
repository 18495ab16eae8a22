import type { EngineEvent } from '#lib/engine/types.ts';
import { CalledRuns } from './called-runs.ts';
import { system } from './dispatch.ts';
import type { Scopes } from './timers.ts';
import { Watches } from './watches.ts';

/** Why a run that this one called is stopped. */
const NOT_WAITED_FOR = 'The step that called it was stopped.';

/** All that a run waits for and others decide: approvals, and the ends of runs that it called. */
export class Waits {
  readonly approvals: Watches;
  readonly runs = new CalledRuns();

  /** `onDue` is called when the time of an approval is up. */
  constructor(scopes: Scopes, onDue: () => void) {
    this.approvals = new Watches(scopes, onDue);
  }

  wake(): void {
    this.approvals.wake();
    this.runs.wake();
  }

  none(): boolean {
    return this.approvals.none() && this.runs.none();
  }

  drop(key: string): void {
    this.approvals.drop(key);
    this.runs.drop(key);
  }

  dropAll(): void {
    this.approvals.dropAll();
    this.runs.dropAll();
  }

  mustLook(): boolean {
    return this.approvals.mustLook() || this.runs.mustLook();
  }

  /** Takes back what nobody waits for any more. */
  async closeAbandoned(): Promise<void> {
    const approvalIds = this.approvals.takeAbandoned();
    const runIds = this.runs.takeAbandoned();
    if (approvalIds.length > 0) await system['system.closeApprovals']({ approvalIds });
    if (runIds.length > 0) await system['system.stopRuns']({ runIds, reason: NOT_WAITED_FOR });
  }

  /** Reads what has become of what there is reason to look at. */
  async look(): Promise<EngineEvent[]> {
    const decided = this.approvals.mustLook() ? await this.approvals.look() : [];
    const ended = this.runs.mustLook() ? await this.runs.look() : [];
    return [...decided, ...ended];
  }
}
