import type { EngineEvent } from '#lib/engine/types.ts';
import { system } from './dispatch.ts';

/** The runs that this one has called and waits for. Signals only say "look"; how they ended is read from the database. */
export class CalledRuns {
  /** Run ids by step key. */
  private readonly open = new Map<string, string>();
  private abandoned: string[] = [];
  private woken = false;

  /** One of them may have ended. */
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

  add(key: string, runId: string): void {
    this.open.set(key, runId);
    // It may have ended before anybody watched.
    this.woken = true;
  }

  /** Nobody waits for the step's run any more. */
  drop(key: string): void {
    const runId = this.open.get(key);
    if (runId !== undefined) this.abandoned.push(runId);
    this.open.delete(key);
  }

  dropAll(): void {
    for (const key of [...this.open.keys()]) this.drop(key);
  }

  /** Runs to stop, once. */
  takeAbandoned(): string[] {
    const { abandoned } = this;
    this.abandoned = [];
    return abandoned;
  }

  /** Reads how those that have ended did. */
  async look(): Promise<EngineEvent[]> {
    this.woken = false;
    const asked = [...this.open];
    const { ended, more } = await system['system.readRuns']({ runIds: asked.map(([, runId]) => runId) });
    if (more) this.woken = true;
    return asked.flatMap(([key, runId]) => {
      const end = ended[runId];
      if (!end || this.open.get(key) !== runId) return [];
      this.open.delete(key);
      return [{ type: 'calledEnded', step: key, at: Date.now(), runId, end } as const];
    });
  }
}
