/** What an engineer would write by hand for the same work: the measure of what the engine costs. */
import { proxyActivities } from '@temporalio/workflow';
import type { HandActivities } from './worker.ts';

const { fetchAndRecord, nothing } = proxyActivities<HandActivities>({ startToCloseTimeout: '1 minute' });

type Asked = { runId: string; urls: string[] };

export async function chain({ runId, urls }: Asked): Promise<void> {
  for (const [index, url] of urls.entries()) await fetchAndRecord({ runId, step: `s${index}`, url });
}

export async function fanOut({ runId, urls }: Asked): Promise<void> {
  await Promise.all(urls.map((url, index) => fetchAndRecord({ runId, step: `s${index}`, url })));
}

export async function nothings({ urls }: Asked): Promise<void> {
  for (const _ of urls) await nothing();
}
