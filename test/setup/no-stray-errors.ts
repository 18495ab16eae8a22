/** A test that lets something write to console.error fails. One that expects it spies on console.error itself. */
import { afterEach, beforeEach } from 'vitest';

const written: unknown[][] = [];
const original = console.error;

beforeEach(() => {
  written.length = 0;
  console.error = (...parts: unknown[]) => void written.push(parts);
});

afterEach(() => {
  console.error = original;
  if (written.length === 0) return;
  const lines = written.map((parts) => parts.map(String).join(' '));
  throw new Error(`The test wrote to console.error:\n${lines.join('\n')}`);
});
