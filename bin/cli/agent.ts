import type { Command } from 'commander';
import type { z } from 'zod';
import type { ConversationShown } from '#server/api/run-outputs.ts';
import { act } from '#bin/cli/act.ts';
import { at } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';

type Conversation = z.infer<typeof ConversationShown>;

/** `hearth run pause|resume|conversation <run>`, `hearth run tell <run> <text>` */
export function addAgentCommands(run: Command, io: Io): void {
  act<object, [string]>(
    io,
    run.command('pause <run>').description('pause a run before its next step'),
    async ({ api }, id) => {
      const data = await api.send(`POST ${at`/runs/${id}`}/pause`);
      return { data, lines: ['The run waits before its next step'] };
    },
  );
  act<object, [string]>(io, run.command('resume <run>').description('let a paused run go on'), async ({ api }, id) => {
    const data = await api.send(`POST ${at`/runs/${id}`}/resume`);
    return { data, lines: ['The run goes on'] };
  });
  const tell = run.command('tell <run> <text>').description('tell an agent something while it works');
  act<object, [string, string]>(io, tell, async ({ api }, id, text) => {
    const data = await api.send(`POST ${at`/runs/${id}`}/messages`, { text });
    return { data, lines: ['It hears that in its next turn'] };
  });
  const show = run.command('conversation <run>').description('what was said in the run of an agent');
  act<object, [string]>(io, show, async ({ api }, id) => {
    const data = await api.get<Conversation>(`${at`/runs/${id}`}/conversation`, { limit: 200 });
    return { data, lines: data.messages.flatMap(({ body }) => linesOf(body)) };
  });
}

function linesOf(body: Conversation['messages'][number]['body']): string[] {
  switch (body.role) {
    case 'assistant':
      return [
        ...(body.text === '' ? [] : [`model: ${body.text}`]),
        ...body.calls.map(({ name, args, unreadable }) => `model calls ${name} ${unreadable ?? JSON.stringify(args)}`),
      ];
    case 'tool':
      return body.results.map(({ name, text }) => `${name}: ${text}`);
    case 'user':
      return [
        ...(body.files ?? []).map(({ name, size, kind }) => `file (${kind}, ${size} bytes): ${JSON.stringify(name)}`),
        ...(body.files ? [] : [`${body.by ?? 'person'}: ${body.text}`]),
      ];
    case 'summary':
      return [`so far: ${body.text}`, ...(body.files ?? []).map((line) => `file: ${line}`)];
    default:
      return body satisfies never;
  }
}
