import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { MemoryNoteView } from '#lib/views-memory.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { EXIT, shortTime, table } from '#bin/cli/output.ts';

const SHOWN = 70;
const PAGE = 200;

type Filter = { search?: string; flow?: string; mine?: boolean; waiting?: boolean };

/** `hearth memory …` */
export function addMemoryCommands(program: Command, io: Io): void {
  const memory = program.command('memory').description('what flows and agents remember in words');
  addReading(memory, io);
  addChanging(memory, io);
}

function filtered(command: Command): Command {
  return command
    .option('--search <words>')
    .option('--flow <id>', 'of this flow alone')
    .option('--mine', 'about yourself alone')
    .addOption(new Option('--waiting', 'what nobody has accepted yet'));
}

function addReading(memory: Command, io: Io): void {
  act<Filter, []>(io, filtered(memory.command('list').description('notes, the latest first')), async (asked) => {
    const { items } = await page(asked.api, asked);
    const rows = items.map(({ id, state, flow, person, savedAt, text }) => [
      ...[id, state, flow?.name ?? person?.name ?? '', shortTime(savedAt)],
      oneLine(text).slice(0, SHOWN),
    ]);
    return { data: items, lines: table([['ID', 'STATE', 'OF', 'SAVED', 'NOTE'], ...rows]) };
  });

  const save = filtered(memory.command('export <file>').description('all notes that you may see, as JSON'));
  act<Filter, [string]>(io, save, async ({ api, ...asked }, file) => {
    const notes = await allOf(api, asked);
    await writeFile(file, `${JSON.stringify(notes, null, 2)}\n`, { mode: 0o600 });
    return { data: { file, notes: notes.length }, lines: [`Wrote ${notes.length} notes to ${file}`] };
  });
}

function addChanging(memory: Command, io: Io): void {
  const accept = memory.command('accept <id>').description('accept a note that came from outside');
  act<object, [string]>(io, accept, async ({ api }, id) => {
    const found = (await allOf(api, { waiting: true })).find((note) => note.id === id);
    if (!found) return { data: null, lines: ['No note of that id waits to be accepted'], exitCode: EXIT.failed };
    const { updatedAt } = found;
    const data = await api.send<MemoryNoteView>(`POST ${at`/memory/${id}/accept`}`, { updatedAt });
    return { data, lines: [`Accepted: ${oneLine(data.text)}`] };
  });

  const remove = memory.command('remove <id>').description('delete one note');
  act<object, [string]>(io, remove, async ({ api }, id) => {
    const data = await api.send(`DELETE ${at`/memory/${id}`}`);
    return { data, lines: ['Deleted'] };
  });

  const clear = memory
    .command('clear')
    .description('delete all notes of a flow, or without one all that is known about you')
    .option('--flow <id>');
  act<{ flow?: string }, []>(io, clear, async ({ api, flow }) => {
    const data = await api.send<{ removed: number }>('POST /memory/clear', flow === undefined ? {} : { flowId: flow });
    return { data, lines: [`Deleted ${data.removed} notes`] };
  });
}

type Page = { items: MemoryNoteView[]; next: number | null };

function page(api: Api, { search, flow, mine, waiting }: Filter, cursor?: number): Promise<Page> {
  const state = waiting ? 'quarantined' : undefined;
  return api.get<Page>('/memory', {
    search,
    flowId: flow,
    mine: mine ? 'true' : undefined,
    state,
    limit: PAGE,
    cursor,
  });
}

async function allOf(api: Api, asked: Filter): Promise<MemoryNoteView[]> {
  const found: MemoryNoteView[] = [];
  for (let cursor: number | undefined; ;) {
    const { items, next } = await page(api, asked, cursor);
    found.push(...items);
    if (next === null) return found;
    cursor = next;
  }
}

/** A note may come from anybody: it must not command the terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{C}/gu, ' ').replace(/\s+/g, ' ');
}
