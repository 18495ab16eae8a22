/** Each promise of docs/SECURITY-CHECKLIST.md names tests, and those are there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const CHECKLIST = 'docs/SECURITY-CHECKLIST.md';
const PROMISE = /^(\d+)\. /;
const SHOWN_BY = /`(test\/[\w./-]+\.test\.tsx?)` "([^"]+)"/g;

type Promised = { number: number; text: string; tests: { file: string; title: string }[] };

/** The numbered points of a list, each with the lines below it. */
function promisesOf(markdown: string): Promised[] {
  const found: Promised[] = [];
  for (const line of markdown.split('\n')) {
    const [, number] = PROMISE.exec(line) ?? [];
    if (number !== undefined) found.push({ number: Number(number), text: line, tests: [] });
    const tests = [...line.matchAll(SHOWN_BY)].map(([, file = '', title = '']) => ({ file, title }));
    found.at(-1)?.tests.push(...tests);
  }
  return found;
}

const promises = promisesOf(readFileSync(CHECKLIST, 'utf8'));

describe('the security checklist', () => {
  it('has promises, numbered without gaps', () => {
    expect(promises.length).toBeGreaterThan(30);
    expect(promises.map(({ number }) => number)).toEqual(promises.map((_, index) => index + 1));
  });

  it('shows each promise by a test', () => {
    expect(promises.filter(({ tests }) => tests.length === 0).map(({ text }) => text)).toEqual([]);
  });

  it('names tests that are there', () => {
    const missing = promises
      .flatMap(({ tests }) => tests)
      .filter(({ file, title }) => !existsSync(file) || !readFileSync(file, 'utf8').includes(title));
    expect(missing).toEqual([]);
  });
});
