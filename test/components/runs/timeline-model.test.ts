import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, placeIn, segmentsOf, ticksOf, zoomed } from '#components/runs/timeline-model.ts';
import type { Phase, StepView } from '#lib/views-runs.ts';
import { stepView } from '#test/support/step-view.ts';

const START = Date.UTC(2026, 0, 5, 9);
const iso = (ms: number) => new Date(START + ms).toISOString();
const phases = (...parts: [Phase['kind'], number][]): Phase[] => parts.map(([kind, ms]) => ({ kind, at: iso(ms) }));
const told = (step: StepView, now = START + 10_000) =>
  segmentsOf(step, now).map(({ kind, start, end }) => [kind, start - START, end - START]);

describe('the bars of a step', () => {
  it('are its attempts and the pauses between them', () => {
    const step = stepView('call', {
      phases: phases(['queued', 0], ['running', 100], ['retrying', 300], ['running', 1300]),
      startedAt: iso(100),
      endedAt: iso(1500),
    });
    expect(told(step)).toEqual([
      ['queued', 0, 100],
      ['tried', 100, 300],
      ['pause', 300, 1300],
      ['done', 1300, 1500],
    ]);
  });

  it('reach until now while it goes on, and say how it ended', () => {
    const begun = { phases: phases(['running', 0]), startedAt: iso(0) };
    expect(told(stepView('call', { ...begun, status: 'running' }), START + 700)).toEqual([['working', 0, 700]]);
    expect(told(stepView('call', { ...begun, status: 'failed', endedAt: iso(50) }))).toEqual([['failed', 0, 50]]);
    expect(told(stepView('call', { ...begun, status: 'cancelled', endedAt: iso(50) }))).toEqual([['cut', 0, 50]]);
  });

  it('are work, then waiting for a person, then work', () => {
    const step = stepView('ask', {
      phases: phases(['running', 0], ['waiting', 20], ['running', 900]),
      startedAt: iso(0),
      endedAt: iso(950),
    });
    expect(told(step)).toEqual([
      ['done', 0, 20],
      ['waiting', 20, 900],
      ['done', 900, 950],
    ]);
  });

  it('are none before it began, and one where only its begin is known', () => {
    expect(told(stepView('call', { status: 'skipped' }))).toEqual([]);
    expect(told(stepView('call', { startedAt: iso(5), endedAt: iso(9) }))).toEqual([['done', 5, 9]]);
  });
});

describe('the window onto a run', () => {
  const whole = { start: START, end: START + 1000 };

  it('cuts a bar off at its edges, and leaves out what is outside', () => {
    const view = { start: START + 200, end: START + 600 };
    expect(placeIn({ start: START, end: START + 400 }, view)).toEqual({ left: 0, width: 50 });
    expect(placeIn({ start: START + 700, end: START + 800 }, view)).toBeNull();
  });

  it('becomes narrower around its middle or a point, down to what can be told apart', () => {
    expect(zoomed(whole, whole, { factor: 0.5 })).toEqual({ start: START + 250, end: START + 750 });
    expect(zoomed(whole, whole, { factor: 0.5, at: 0 })).toEqual({ start: START, end: START + 500 });
    const closest = zoomed(whole, whole, { factor: 0.0001 });
    expect(closest.end - closest.start).toBe(2);
  });

  it('never leaves the run, however it is zoomed and moved', () => {
    const act = fc.record({
      factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
      share: fc.double({ min: -3, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let view = whole;
        for (const { factor, share } of acts) {
          view = moved(zoomed(view, whole, { factor }), whole, share);
          expect(view.start).toBeGreaterThanOrEqual(whole.start);
          expect(view.end).toBeLessThanOrEqual(whole.end + 0.001);
          expect(view.end - view.start).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('the times above the bars', () => {
  it('are round, count from the begin of the run, and are not many', () => {
    expect(ticksOf({ start: START, end: START + 1000 }, START, 6)).toEqual([0, 200, 400, 600, 800, 1000]);
    expect(ticksOf({ start: START + 130, end: START + 180 }, START, 6)).toEqual([130, 140, 150, 160, 170, 180]);
    const days = ticksOf({ start: START, end: START + 40 * 86_400_000 }, START, 6);
    expect(days.length).toBeLessThanOrEqual(7);
    expect(days.every((ms) => ms % 86_400_000 === 0)).toBe(true);
  });
});
