import { EventEmitter } from 'node:events';
import { listenForNudges, type NudgeMessage } from '#platform/nudge.ts';

type Shared = { hearthNudgeHub?: EventEmitter<{ nudge: [NudgeMessage] }> };
// The web process listens on the socket outside of Next's bundles, the routes run inside of them: they meet here.
const shared = globalThis as typeof globalThis & Shared;

/** Where every nudge of this process arrives. */
export function nudgeHub(): EventEmitter<{ nudge: [NudgeMessage] }> {
  shared.hearthNudgeHub ??= new EventEmitter<{ nudge: [NudgeMessage] }>().setMaxListeners(0);
  return shared.hearthNudgeHub;
}

/** Opens the nudge socket of the web process; the result closes it. */
export function startNudgeHub(): Promise<() => Promise<void>> {
  return listenForNudges((message) => nudgeHub().emit('nudge', message));
}

/** Waits until `wake` is called, `ms` have passed or the signal fires; a wake that came before the wait counts. */
export class Alarm {
  #rung = false;
  #ring: (() => void) | undefined;

  wake(): void {
    this.#rung = true;
    this.#ring?.();
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (!this.#rung && !signal?.aborted) await this.#sleep(ms, signal);
    this.#rung = false;
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#ring = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
      this.#ring = done;
    });
  }
}
