import type { DecisionSeen } from '#lib/call.ts';
import type { EngineEvent } from '#lib/engine/types.ts';
import { system } from './dispatch.ts';
import type { Scopes } from './timers.ts';

/** Looks again this much later when the database's clock says that an approval has not expired yet. */
const EXPIRY_GRACE_MS = 250;
/** An approval that is long due and still not expired cannot be read right: it counts as a no. */
const OVERDUE_MS = 60_000;

type Watch = { approvalId: string; until: number };

/** The approvals that a run waits for. Signals only say "look"; what was decided is read from the database. */
export class Watches {
  private readonly scopes: Scopes;
  private readonly onDue: () => void;
  private readonly open = new Map<string, Watch>();
  private abandoned: string[] = [];
  private woken = false;

  /** `onDue` is called when the time of an approval is up. */
  constructor(scopes: Scopes, onDue: () => void) {
    this.scopes = scopes;
    this.onDue = onDue;
  }

  /** Somebody decided something, or time is up. */
  wake(): void {
    this.woken = true;
  }

  /** Is nothing waited for? */
  none(): boolean {
    return this.open.size === 0;
  }

  mustLook(): boolean {
    return this.woken && this.open.size > 0;
  }

  add(key: string, watch: Watch): void {
    this.open.set(key, watch);
    // The decision may be older than the watch.
    this.woken = true;
    this.alarm(key, watch.until);
  }

  /** Nobody waits for the step's approval any more. */
  drop(key: string): void {
    const watch = this.open.get(key);
    if (watch) this.abandoned.push(watch.approvalId);
    this.open.delete(key);
  }

  dropAll(): void {
    for (const key of [...this.open.keys()]) this.drop(key);
  }

  /** Approvals to close, once. */
  takeAbandoned(): string[] {
    const abandoned = this.abandoned;
    this.abandoned = [];
    return abandoned;
  }

  /** Reads all that is waited for and gives what has come. */
  async look(): Promise<EngineEvent[]> {
    this.woken = false;
    const asked = [...this.open].map(([key, watch]) => ({ key, ...watch }));
    const seen = await system['system.readDecisions']({ approvalIds: asked.map((one) => one.approvalId) });
    return asked.flatMap((one) => {
      const decision = seen[one.approvalId];
      if (this.open.get(one.key)?.approvalId !== one.approvalId || !decision) return [];
      const made = this.decided(one, decision);
      if (!made) return [];
      this.open.delete(one.key);
      this.scopes.cancel(one.key);
      return [{ type: 'decided', step: one.key, at: Date.now(), decision: made, approvalId: one.approvalId } as const];
    });
  }

  private decided(watch: Watch & { key: string }, decision: DecisionSeen): DecisionSeen | undefined {
    if (decision.status !== 'waiting') return decision;
    const overdue = Date.now() - watch.until;
    if (overdue >= OVERDUE_MS) return { status: 'expired', at: Date.now() };
    if (overdue >= 0) this.alarm(watch.key, Date.now() + EXPIRY_GRACE_MS);
    return undefined;
  }

  private alarm(key: string, until: number): void {
    this.scopes.at(key, { until, summary: 'expiry', onTime: this.onDue });
  }
}
