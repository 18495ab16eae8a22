import { readFile } from 'node:fs/promises';

/** The service worker, with the build it belongs to written into it: a new build is a new worker. */
export async function GET(): Promise<Response> {
  const source = await readFile('app/sw.js/worker.js', 'utf8');
  return new Response(`const BUILD = ${JSON.stringify(process.env.HEARTH_BUILD)};\n${source}`, {
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
  });
}
