import { describe, expect, it } from 'vitest';
import { lineFor, readScript, whenFor, withLine, writtenScript } from '#nodes/rehearsal-script.ts';

const line = (when: string, answer: string) => ({ when, answer });

describe('an answer in a script', () => {
  it('comes before the others, in the place of one with the same words', () => {
    const script = [line('bill', 'A'), line('', 'Any'), line('The Bill of May', 'B')];
    const taken = withLine(script, line('BILL', 'C'));
    expect(taken).toEqual({
      lines: [line('BILL', 'C'), line('', 'Any'), line('The Bill of May', 'B')],
      replaced: line('bill', 'A'),
      hides: 1,
    });
    expect(lineFor(taken.lines, 'the bill of may')).toEqual(line('BILL', 'C'));
  });

  it('that fits always comes last, and takes nothing from the others', () => {
    const taken = withLine([line('', 'Any'), line('bill', 'A')], line('', 'New'));
    expect(taken).toEqual({ lines: [line('bill', 'A'), line('', 'New')], replaced: line('', 'Any'), hides: 0 });
  });

  it('is known again by the longest words in which nothing is hidden', () => {
    expect(whenFor('Key [redacted] of the house at the lake [secret]?')).toBe('of the house at the lake');
    expect(whenFor('')).toBe('');
    const long = `${'x'.repeat(999)}😀`;
    expect(long.includes(whenFor(long))).toBe(true);
    expect(whenFor(long)).toHaveLength(999);
  });

  it('is read again as it was written, and refused where there is no room', () => {
    const lines = [line('a', 'A'), { when: 'b', data: { n: 1 } }, { when: 'c', calls: [{ name: 'find', args: {} }] }];
    expect(readScript(writtenScript(lines) ?? '')).toEqual(lines);
    expect(writtenScript(Array.from({ length: 201 }, (_, at) => line(String(at), 'A')))).toBeNull();
    expect(writtenScript(Array.from({ length: 6 }, (_, at) => line(String(at), 'A'.repeat(99_000))))).toBeNull();
    expect(writtenScript([line('a', 'A'.repeat(100_001))])).toBeNull();
  });
});
