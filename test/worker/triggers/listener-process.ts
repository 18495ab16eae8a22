/** The listeners in a process of their own, to be killed. */
import { startListeners } from '#worker/triggers/listeners.ts';

startListeners({ lookEveryMs: 30, firstPauseMs: 20 });
