import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import type { ChatPage } from '#lib/views-chat.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import { findFlowId } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { ask, readAllInput } from '#bin/cli/prompt.ts';

const POLL_MS = 500;
const LAST = 10;

type Options = { api: Api; say?: string; chat?: string };
type Said = { text: string; answer: string };

/** `hearth chat …` */
export function addChatCommands(program: Command, io: Io): void {
  const chat = program
    .command('chat <flow>')
    .description('write to a flow line by line, as in the chat page; an empty line ends it')
    .option('--say <text>', 'one message, and its answer')
    .option('--chat <id>', 'go on with an earlier chat');
  act<Options, [string]>(io, chat, async ({ api, say, chat: known }, flow) => {
    const id = known ?? (await begin(api, flow));
    const said: Said[] = [];
    for await (const text of say === undefined ? typed(io) : [say]) {
      const answer = await answered(api, { io, id, text });
      said.push({ text, answer });
      // Told while one talks, to the person and not to a script.
      if (say === undefined) io.stderr.write(`${shown(answer)}\n`);
    }
    return { data: { id, said }, lines: say === undefined ? [`Chat ${id}`] : said.map(({ answer }) => shown(answer)) };
  });
}

async function begin(api: Api, flow: string): Promise<string> {
  const flowId = await findFlowId(api, flow);
  return (await api.send<{ id: string }>('POST /chats', { flowId })).id;
}

async function* typed(io: Io): AsyncGenerator<string> {
  if (!io.stdin.isTTY) {
    yield* (await readAllInput(io)).split(/\r?\n/).filter((line) => line.trim() !== '');
    return;
  }
  for (;;) {
    const line = await ask(io, 'You');
    if (line.trim() === '') return;
    yield line;
  }
}

async function answered(api: Api, { io, id, text }: { io: Io; id: string; text: string }): Promise<string> {
  const { runId } = await api.send<{ runId: string }>(`POST ${at`/chats/${id}`}/messages`, {
    text,
    clientId: randomUUID(),
  });
  let asked = false;
  for (;;) {
    const { entries, runs } = await api.get<ChatPage>(at`/chats/${id}`, { limit: LAST });
    const answer = entries.find((entry) => entry.role === 'flow' && entry.runId === runId);
    if (answer) return answer.text;
    const run = runs.find((one) => one.id === runId);
    if (run?.status === 'failed' || run?.status === 'stopped')
      return `No answer: ${run.status}${run.error ? `: ${run.error}` : ''}`;
    if (run?.status === 'waiting' && !asked) {
      asked = true;
      io.stderr.write('It waits. If it asks you for something: hearth approvals\n');
    }
    await pause(POLL_MS);
  }
}

/** An answer may come from anybody: it must not command the terminal. */
function shown(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, ' ');
}
