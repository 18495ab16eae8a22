/** The one logger. Lines go to stderr, so that a command's answer on stdout stays clean. */
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';
import { env } from '#platform/env.ts';
import { hideKnown } from '#platform/known-secrets.ts';
import { redact, redactText } from '#platform/redact.ts';

const STDERR = 2;

/** A logger that writes to `stream`, with everything secret-looking replaced. */
export function loggerTo(stream: DestinationStream, level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redact(fields) as Record<string, unknown>,
      },
      hooks: { streamWrite: (line) => redactText(hideKnown(line)) },
    },
    stream,
  );
}

let root: Logger | undefined;

/** The log of one part of Hearth, such as `gate` or `http.request`. */
export function logger(component: string): Logger {
  root ??= loggerTo(logStream(env().log), env().logLevel);
  return root.child({ component });
}

function logStream(format: 'pretty' | 'json'): DestinationStream {
  // Synchronous: a line written just before a crash must not be lost.
  if (format === 'json') return destination({ fd: STDERR, sync: true });
  return PinoPretty({
    destination: STDERR,
    sync: true,
    colorize: process.stderr.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'component',
    messageFormat: '{component}: {msg}',
  });
}
