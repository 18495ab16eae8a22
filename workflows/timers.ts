import { CancellationScope, sleep } from '@temporalio/workflow';

/** One scope per step: whatever is under way for it, an activity or a timer, can be let go by its key. */
export class Scopes {
  private readonly open = new Map<string, CancellationScope>();

  /** Runs `work` as what is under way for the step, in the place of what was. */
  run<T>(key: string, work: () => Promise<T>): { scope: CancellationScope; ended: Promise<T> } {
    const scope = new CancellationScope();
    this.open.set(key, scope);
    const ended = scope.run(work).finally(() => {
      if (this.open.get(key) === scope) this.open.delete(key);
    });
    return { scope, ended };
  }

  /** Calls back at an absolute time, unless it is let go before. */
  at(key: string, timer: { until: number; summary: string; onTime: () => void }): void {
    const { until, summary, onTime } = timer;
    const { ended } = this.run(key, () => sleep(Math.max(1, until - Date.now()), { summary }));
    // A timer that was let go has nothing to say.
    void ended.then(onTime, () => undefined);
  }

  cancel(key: string): void {
    const scope = this.open.get(key);
    this.open.delete(key);
    scope?.cancel();
  }

  cancelAll(): void {
    for (const key of [...this.open.keys()]) this.cancel(key);
  }
}
