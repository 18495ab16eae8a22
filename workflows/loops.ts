import type { EngineCommand, EngineEvent } from '#lib/engine/types.ts';
import { system } from './dispatch.ts';

export type LoopWork = Extract<EngineCommand, { type: 'openList' | 'loadItems' | 'saveResults' | 'closeList' }>;

/** What a loop asks for, as local activities: its items and results lie in our own blob store. */
export async function performLoop(work: LoopWork): Promise<EngineEvent> {
  const { step } = work;
  switch (work.type) {
    case 'openList': {
      const opened = await system['system.openList']({ params: work.params, call: work.call });
      return { type: 'listOpened', step, at: Date.now(), ...opened };
    }
    case 'loadItems': {
      const { chunks, from } = work;
      const items = await system['system.loadItems']({ chunks, from });
      return { type: 'itemsLoaded', step, at: Date.now(), from, items };
    }
    case 'saveResults': {
      const { runId, results } = work;
      const blob = await system['system.saveResults']({ runId, results });
      return { type: 'resultsSaved', step, at: Date.now(), count: results.length, blob };
    }
    case 'closeList': {
      const { runId, saved, output } = work;
      const stored = await system['system.closeList']({ runId, saved, output });
      return { type: 'listClosed', step, at: Date.now(), output: stored };
    }
  }
}
