/** How often flows that mean no harm ask a person in their first run and in the next: docs/approvals.md says it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, type Listening } from '#test/fakes/http-server.ts';
import { startModelServer, type ModelServer } from '#test/fakes/model-server.ts';
import { SmtpFake, USER } from '#test/fakes/smtp-server.ts';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import { givenBot, givenChat, OWNER } from '#test/worker/triggers/bot.ts';
import { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';

useHearth();

type Place = 'model' | 'smtp' | 'papers' | 'bot';
type Harmless = {
  flow: (own: Record<Place, string>) => Flow | Promise<Flow>;
  input?: Json;
  from?: string;
  trigger?: string;
  /** Buttons that are pressed, and what is filled in. */
  answer?: { choice: string; answers?: Record<string, Json> };
};

let model: ModelServer;
let smtp: SmtpFake;
let telegram: TelegramServer;
let site: Listening;
let folder: string;
const own = {} as Record<Place, string>;

const connect = async (place: Place, of: { type: string; config: object; secrets?: Record<string, string> }) => {
  const config = of.config as Record<string, Json>;
  const saved = await saveConnection({ name: place, type: of.type, config, secrets: of.secrets ?? {}, by: 'system' });
  own[place] = saved.id;
};

beforeAll(async () => {
  [model, smtp, telegram] = await Promise.all([startModelServer('ollama'), SmtpFake.start(), TelegramServer.start()]);
  site = await listen((_, response) => response.setHeader('content-type', 'text/html').end('<p>Open from nine.</p>'));
  folder = await mkdtemp(join(tmpdir(), 'hearth-harmless-'));
  await writeFile(join(folder, 'customers.csv'), 'name,email\nAnna,anna@example.org\n');
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
  await db().contact.create({ data: { id: 'site', kind: 'host', name: 'Site', address: site.host } });
  await connect('model', { type: 'ollama', config: { baseUrl: model.baseUrl } });
  await connect('smtp', { type: 'smtp', config: smtp.settings(), secrets: { password: USER.password } });
  await connect('papers', { type: 'folder', config: { path: folder, access: 'write' } });
  own.bot = await givenBot(telegram);
  await givenChat(own.bot);
  model.think(() => ({ text: JSON.stringify({ kind: 'question', urgent: false, summary: 'Asks when you open.' }) }));
});
afterAll(async () => {
  const servers = [model[Symbol.asyncDispose](), smtp.stop(), telegram.stop(), site.stop()];
  await Promise.all([...servers, rm(folder, { recursive: true, force: true })]);
});

/** What comes with Hearth, with the connections that a person would choose. */
const template = (name: string, connections: Record<string, Place> = {}): Harmless['flow'] => {
  return async () => {
    const flow = Flow.parse(JSON.parse(await readFile(`templates/${name}.json`, 'utf8')));
    const nodes = flow.nodes.map((node) => {
      const place = connections[node.id];
      if (place === undefined)
        return node.id === 'page' ? { ...node, params: { ...node.params, url: site.url } } : node;
      const inParams = 'connection' in node.params;
      return inParams
        ? { ...node, params: { ...node.params, connection: own[place] } }
        : { ...node, connection: own[place] };
    });
    return { ...flow, nodes };
  };
};

const fields = { name: 'Bo', email: 'bo@example.org', message: 'When do you open?' };
const heard = {
  ...{ text: 'When do you open?', messageId: 7 },
  ...{ from: { id: String(OWNER), name: 'Bo' }, chat: { id: String(OWNER) } },
};
const scheduled = { scheduledAt: '2026-11-23T08:00:00.000Z', firedAt: '2026-11-23T08:00:01.000Z' };

const FLOWS: Record<string, Harmless> = {
  'An alarm that is looked after': {
    flow: template('alarm'),
    ...{ input: { body: { source: 'Cellar', message: 'Water' } }, from: 'webhook:alarm', answer: { choice: 'taken' } },
  },
  'Answer questions on Telegram': {
    flow: template('telegram-question', { asked: 'bot', answer: 'bot', later: 'bot' }),
    ...{ input: heard, from: 'telegram:bo', answer: { choice: 'send', answers: { answer: 'At nine.' } } },
  },
  'Contact form read by a model': {
    flow: template('contact-form', { read: 'model', mail: 'smtp' }),
    ...{ input: { fields }, from: 'form:contact' },
  },
  'Daily reminder list': {
    flow: template('daily-reminders'),
    ...{ trigger: 'by_hand', input: { task: 'Water the plants' }, answer: { choice: 'done' } },
  },
  'Form to table with approval': {
    flow: template('form-to-table'),
    ...{ input: { method: 'POST', path: '/', headers: {}, query: {}, body: fields }, from: 'webhook:form' },
  },
  'Import a CSV file': { flow: template('csv-import', { read: 'papers' }), input: { path: 'customers.csv' } },
  'Two parallel checks joined': { flow: template('parallel-checks'), input: { purpose: 'Chair', amount: 80 } },
  'Watch a web page': { flow: template('watch-page'), trigger: 'hourly', input: scheduled },
  'Mail what a form says to the address in it': {
    ...{ input: { fields }, from: 'form:contact' },
    flow: ({ smtp: connection }) =>
      draw({
        nodes: {
          form: ['form', { title: 'Ask us', fields: [{ name: 'email', type: 'mail', title: 'Mail', required: true }] }],
          mail: ['mail.send', { to: '{{ trigger.fields.email }}', subject: 'Hello', text: 'At nine.' }, { connection }],
        },
        wires: chain('form', 'mail'),
      }),
  },
  'A summary of a page, mailed to oneself and kept in a folder': {
    flow: ({ smtp: connection, papers, model: reader }) =>
      draw({
        nodes: {
          start: ['manual'],
          page: ['http.request', { url: site.url }],
          read: ['llm.ask', { model: 'model-a', prompt: '{{ steps.page.body }}' }, { connection: reader }],
          keep: ['file.write', { path: 'summary.txt', content: '{{ steps.read.text }}' }, { connection: papers }],
          mail: ['mail.send', { to: 'me@example.org', subject: 'Page', text: '{{ steps.read.text }}' }, { connection }],
        },
        wires: chain('start', 'page', 'read', 'keep', 'mail'),
      }),
  },
};

/** Runs it, answers what it asks, and counts: the flow's own questions, and those of the gate. */
async function questionsOf({ flow, answer, ...options }: Harmless): Promise<{ drawn: number; gate: number }> {
  await using run = await testFlow(await flow(own), options);
  const count = { drawn: 0, gate: 0 };
  await until(
    async () => {
      const events = await run.events();
      if (events.some(({ body }) => body.type === 'run.failed')) throw new Error(JSON.stringify(events.at(-1)?.body));
      if (events.some(({ body }) => /^run\.(done|stopped)$/.test(body.type))) return true;
      const waiting = await db().approval.findFirst({ where: { runId: run.runId, status: 'waiting' } });
      if (!waiting) return undefined;
      count[waiting.kind === 'step' ? 'drawn' : 'gate'] += 1;
      const own = waiting.kind === 'step' && answer ? answer : { choice: 'approve' };
      await decide({ approvalId: waiting.id, by: TESTER, ...own });
      return undefined;
    },
    { what: 'the end of the run' },
  );
  return count;
}

/** `| flow | questions of a run | why |` */
async function promised(): Promise<Record<string, number[]>> {
  const page = await readFile('docs/approvals.md', 'utf8');
  const rows = page.matchAll(/^\| ([^|]+?) +\| (\d) +\| [^|]+\|$/gm);
  return Object.fromEntries(
    [...rows].map(([, name = '', questions]) => [name, [Number(questions), Number(questions)]]),
  );
}

it('ask as often as the guide says, and no more', async () => {
  const twice = async (flow: Harmless) => {
    const runs = [await questionsOf(flow), await questionsOf(flow)];
    return runs.map(({ drawn, gate }) => drawn + gate);
  };
  const counted = await Promise.all(
    Object.entries(FLOWS).map(async ([name, flow]) => [name, await twice(flow)] as const),
  );
  expect(Object.fromEntries(counted)).toEqual(await promised());
});
