/** What the children write becomes one readable stream, or JSON lines with HEARTH_LOG=json. */
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

type Line = {
  level?: unknown;
  time?: unknown;
  msg?: unknown;
  message?: unknown;
  component?: unknown;
  [field: string]: unknown;
};

export type Output = {
  /** A line of the supervisor itself. */
  say: (text: string, level?: 'info' | 'warn' | 'error') => void;
  /** Passes the lines of a child on. */
  follow: (name: string, stream: Readable) => void;
};

const COLOURS: Record<string, string> = { warn: '\x1b[33m', error: '\x1b[31m', fatal: '\x1b[31m', debug: '\x1b[2m' };
const RESET = '\x1b[0m';
const NAME_WIDTH = 8;

/** Writes to `stream` in the given form. */
export function createOutput(
  stream: NodeJS.WritableStream,
  form: { format: 'pretty' | 'json'; colour: boolean },
): Output {
  const write = (name: string, line: Line) =>
    stream.write(`${form.format === 'json' ? asJson(name, line) : asText(name, line, form.colour)}\n`);
  return {
    say: (text, level = 'info') => {
      if (form.format === 'json') write('hearth', { level, msg: text });
      else stream.write(`${form.colour && level !== 'info' ? `${COLOURS[level]}${text}${RESET}` : text}\n`);
    },
    follow: (name, source) => {
      createInterface({ input: source }).on('line', (text) => {
        const line = parse(text);
        if (line !== null) write(name, line);
        // Plain text is meant for a person: the set-up code, or why a process cannot start.
        else if (form.format === 'json') write(name, { level: 'info', msg: stripVTControlCharacters(text) });
        else stream.write(`${text}\n`);
      });
    },
  };
}

function parse(text: string): Line | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

function asJson(name: string, line: Line): string {
  const level = levelOf(line);
  return JSON.stringify({ ...line, level, time: line.time ?? new Date().toISOString(), process: name });
}

function asText(name: string, line: Line, colour: boolean): string {
  const { level: _level, time, msg, message, component, err, ...fields } = line;
  const level = levelOf(line);
  const clock = new Date(typeof time === 'string' ? time : Date.now()).toTimeString().slice(0, 8);
  const subject = typeof component === 'string' && component !== name ? `${component}: ` : '';
  const text = typeof msg === 'string' ? msg : typeof message === 'string' ? message : '';
  const more = Object.entries(fields).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const head = `${clock} ${name.padEnd(NAME_WIDTH)} ${level === 'info' ? '' : `${level.toUpperCase()} `}`;
  const whole = [head + subject + text, ...more].join(' ') + errorText(err);
  const paint = COLOURS[level];
  return colour && paint !== undefined ? `${paint}${whole}${RESET}` : whole;
}

function levelOf(line: Line): string {
  return typeof line.level === 'string' ? line.level.toLowerCase() : 'info';
}

function errorText(err: unknown): string {
  if (typeof err !== 'object' || err === null) return '';
  const { stack, message } = err as { stack?: unknown; message?: unknown };
  const text = typeof stack === 'string' ? stack : typeof message === 'string' ? message : JSON.stringify(err);
  return `\n${text.replace(/^/gm, '    ')}`;
}
