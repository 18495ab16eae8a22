import { describe, expect, it } from 'vitest';
import { emptyFlow, renameFlow } from '#components/editor/model/commands.ts';
import { createAutosave, type Outcome } from '#components/editor/sync/autosave.ts';
import type { Flow } from '#lib/flow.ts';

const start = emptyFlow('Start');
const named = (name: string) => renameFlow(start, name);

/** A server that answers when told to, and a clock that moves when told to. */
function bench() {
  const asked: { draft: Flow; revision: number; answer: (outcome: Outcome) => Promise<void> }[] = [];
  const timers = new Set<{ then: () => void; ms: number }>();
  const autosave = createAutosave({
    revision: 1,
    saved: start,
    timer: (then, ms) => {
      const timer = { then, ms };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    save: (draft, revision) =>
      new Promise((resolve) => {
        asked.push({
          draft,
          revision,
          answer: async (outcome) => {
            resolve(outcome);
            await settled();
          },
        });
      }),
  });
  /** Lets every timer that is set go off; gives back how long they would have taken. */
  const elapse = () => {
    const due = [...timers];
    timers.clear();
    for (const timer of due) timer.then();
    return due.map((timer) => timer.ms);
  };
  const status = () => autosave.state.get().status;
  const nth = (index: number) => {
    const request = asked[index];
    if (!request) throw new Error(`There was no request ${index}.`);
    return request;
  };
  return { autosave, asked, elapse, status, nth };
}

/** All promise callbacks that are due have run. */
async function settled() {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

describe('autosave', () => {
  it('saves once after a pause, however many changes there were', async () => {
    const { autosave, asked, elapse, status, nth } = bench();
    for (const name of ['A', 'B', 'C']) autosave.changed(named(name));
    expect(status()).toBe('pending');
    expect(asked).toHaveLength(0);
    elapse();
    expect(asked).toHaveLength(1);
    expect(nth(0)).toMatchObject({ draft: { name: 'C' }, revision: 1 });
    await nth(0).answer({ kind: 'saved', revision: 2 });
    expect(status()).toBe('saved');
    expect(autosave.revision()).toBe(2);
  });

  it('never has two requests under way, and builds the second on the answer of the first', async () => {
    const { autosave, asked, elapse, nth } = bench();
    autosave.changed(named('A'));
    elapse();
    autosave.changed(named('B'));
    elapse();
    expect(asked).toHaveLength(1);
    await nth(0).answer({ kind: 'saved', revision: 2 });
    elapse();
    expect(nth(1)).toMatchObject({ draft: { name: 'B' }, revision: 2 });
  });

  it('does not save a change that was undone before the pause was over', () => {
    const { autosave, asked, elapse, status } = bench();
    autosave.changed(named('A'));
    autosave.changed(start);
    elapse();
    expect(asked).toHaveLength(0);
    expect(status()).toBe('saved');
  });

  it('tries again by itself, ever slower, while the server is away, and then saves the newest', async () => {
    const { autosave, elapse, status, nth } = bench();
    autosave.changed(named('A'));
    elapse();
    await nth(0).answer({ kind: 'unreachable', message: 'away' });
    expect(status()).toBe('failed');
    expect(elapse()).toEqual([1000]);
    await nth(1).answer({ kind: 'unreachable', message: 'away' });
    expect(elapse()).toEqual([2000]);
    autosave.changed(named('B'));
    await nth(2).answer({ kind: 'saved', revision: 2 });
    elapse();
    expect(nth(3)).toMatchObject({ draft: { name: 'B' }, revision: 2 });
  });

  it('writes nothing more after a conflict until another revision is adopted', async () => {
    const { autosave, asked, elapse, status, nth } = bench();
    autosave.changed(named('Mine'));
    elapse();
    await nth(0).answer({ kind: 'conflict' });
    expect(status()).toBe('conflict');
    autosave.changed(named('Mine, too'));
    elapse();
    expect(await autosave.flush()).toBe(false);
    expect(asked).toHaveLength(1);
    autosave.adopt(named('Theirs'), 7);
    expect(status()).toBe('saved');
    autosave.changed(named('Both'));
    elapse();
    expect(nth(1)).toMatchObject({ draft: { name: 'Both' }, revision: 7 });
  });

  it('does not believe an answer about a revision that it no longer stands on', async () => {
    const { autosave, elapse, status, nth } = bench();
    autosave.changed(named('Mine'));
    elapse();
    autosave.adopt(named('Theirs'), 7);
    await nth(0).answer({ kind: 'saved', revision: 2 });
    expect(autosave.revision()).toBe(7);
    expect(status()).toBe('saved');
  });

  it('keeps what the server refuses, and tries with the next change', async () => {
    const { autosave, elapse, status, nth } = bench();
    autosave.changed(named('Bad'));
    elapse();
    await nth(0).answer({ kind: 'refused', message: 'too long' });
    expect(status()).toBe('refused');
    expect(autosave.isSafe()).toBe(false);
    expect(elapse()).toEqual([]);
    autosave.changed(named('Good'));
    elapse();
    expect(nth(1).draft.name).toBe('Good');
  });

  it('flushes at once, with what changed while a request was under way', async () => {
    const { autosave, asked, nth } = bench();
    autosave.changed(named('A'));
    const done = autosave.flush();
    autosave.changed(named('B'));
    await nth(0).answer({ kind: 'saved', revision: 2 });
    expect(asked).toHaveLength(2);
    await nth(1).answer({ kind: 'saved', revision: 3 });
    expect(await done).toBe(true);
    expect(nth(1)).toMatchObject({ draft: { name: 'B' }, revision: 2 });
  });
});
