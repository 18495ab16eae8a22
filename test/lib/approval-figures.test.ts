import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, type Answered } from '#lib/approval-figures.ts';

const question = (over: Partial<Answered> = {}): Answered => ({
  ...{ flowId: 'a', createdAt: 0, decidedAt: 1000, refused: false, readMs: 5000 },
  ...over,
});

describe('figures of how questions are answered', () => {
  it('say how many there are, how long they wait, how many are pressed away, how many are refused', () => {
    const figures = figuresOf(
      [
        question({ decidedAt: 1000, readMs: 1999 }),
        question({ decidedAt: 3000, readMs: 2000, refused: true }),
        question({ decidedAt: 9000, readMs: null, flowId: 'b' }),
        question({ decidedAt: null, readMs: null }),
      ],
      8,
    );
    expect(figures).toEqual({
      ...{ asked: 4, runs: 8, per100Runs: 50, medianMs: 3000, hasty: 0.5, refused: 1 / 3 },
      flows: [
        { flowId: 'a', asked: 3 },
        { flowId: 'b', asked: 1 },
      ],
    });
  });

  it('take the middle of two', () => {
    expect(figuresOf([question({ decidedAt: 1000 }), question({ decidedAt: 4000 })], 1).medianMs).toBe(2500);
  });

  it('say nothing where there is nothing to tell', () => {
    const none = { per100Runs: null, medianMs: null, hasty: null, refused: null, flows: [] };
    expect(figuresOf([], 0)).toEqual({ asked: 0, runs: 0, ...none });
  });

  it('are shares, whatever was asked', () => {
    const one = fc.record({
      flowId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      createdAt: fc.nat(),
      decidedAt: fc.option(fc.nat(), { nil: null }),
      refused: fc.boolean(),
      readMs: fc.option(fc.nat(), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(one), fc.nat(1000), (questions, runs) => {
        const { hasty, refused, medianMs, flows } = figuresOf(questions, runs);
        for (const part of [hasty, refused]) expect(part === null || (part >= 0 && part <= 1)).toBe(true);
        expect(medianMs === null || medianMs >= 0).toBe(true);
        expect(flows.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});
