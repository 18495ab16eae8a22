import type { Command } from 'commander';
import type { VariableCard, VariableView } from '#lib/views-data.ts';
import { act } from '#bin/cli/act.ts';
import { at } from '#bin/cli/api.ts';
import { readJsonOption } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';

const SHOWN = 60;

/** `hearth vars …` */
export function addVariableCommands(program: Command, io: Io): void {
  const vars = program.command('vars').description('values that flows share');

  const list = vars.command('list').description('variables by name').option('--search <words>');
  act<{ search?: string }, []>(io, list, async ({ api, search }) => {
    const { items } = await api.get<{ items: VariableCard[] }>('/variables', { search, limit: 200 });
    const rows = items.map(({ name, kind, preview, label, updatedAt }) => [
      name,
      kind,
      label.integrity,
      shortTime(updatedAt),
      shown(preview).replace(/\s+/g, ' ').slice(0, SHOWN),
    ]);
    return { data: items, lines: table([['NAME', 'KIND', 'LABEL', 'CHANGED', 'VALUE'], ...rows]) };
  });

  act<object, [string]>(io, vars.command('get <name>').description('the value of one'), async ({ api }, name) => {
    const view = await api.get<VariableView>(at`/variables/${name}`);
    return {
      data: view,
      lines: [shown(typeof view.value === 'string' ? view.value : JSON.stringify(view.value, null, 2))],
    };
  });

  const set = vars
    .command('set <name> <value>')
    .description('keep a text under a name; with --value-json a number, true, false, a list or an object')
    .option('--value-json', 'the value is JSON; @file and - (standard input) read it from there');
  act<{ valueJson?: boolean }, [string, string]>(io, set, async ({ api, valueJson }, name, text) => {
    const value = valueJson ? await readJsonOption(io, text) : text;
    const view = await api.send(`PUT ${at`/variables/${name}`}`, { value });
    return { data: view, lines: [`Kept ${name}`] };
  });

  act<object, [string]>(io, vars.command('remove <name>').description('delete one'), async ({ api }, name) => {
    await api.send(`DELETE ${at`/variables/${name}`}`);
    return { data: { name, removed: true }, lines: [`Deleted ${name}`] };
  });
}

/** A value may come from anybody: it must not command the terminal. */
function shown(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, ' ');
}
