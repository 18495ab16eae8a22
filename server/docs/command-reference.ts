/** The page of the command line, made from the tree of commands that the set-up step writes down. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { DocEntry, DocPage } from '#lib/docs.ts';
import { anchorOf } from '#lib/docs.ts';

/** What `hearth commands --json` prints. */
const Commands = z.array(
  z.object({
    path: z.string(),
    usage: z.string(),
    description: z.string(),
    arguments: z.array(z.object({ name: z.string(), description: z.string() })),
    options: z.array(z.object({ flags: z.string(), description: z.string(), default: z.string().nullable() })),
  }),
);
type Command = z.infer<typeof Commands>[number];

/** Written by `bin/compile.mjs` beside the processes. */
const FILE = '.hearth/build/commands.json';

/** Every command with its arguments and options. */
export async function commandPage(): Promise<DocPage> {
  const commands = await readCommands();
  const groups = commands.map((command) => ({
    id: anchorOf(command.path),
    title: command.path,
    intro: command.description,
    entries: entriesOf(command),
  }));
  return {
    slug: 'commands',
    section: 'reference',
    group: null,
    title: 'Commands',
    lead: 'Every command of npm run -s hearth. hearth --help says the same in the terminal.',
    headings: groups.map(({ id, title }) => ({ id, title })),
    text: commands
      .flatMap(({ path, description, options }) => [path, description, ...options.map((one) => one.flags)])
      .join(' '),
    body: { kind: 'entries', groups },
  };
}

function entriesOf(command: Command): DocEntry[] {
  const id = anchorOf(command.path);
  return [
    { id: `${id}-usage`, code: `hearth ${command.usage}`, title: null, help: null, facts: [] },
    ...command.arguments.map(({ name, description }) => ({
      id: `${id}-${name}`,
      code: name,
      title: null,
      help: description,
      facts: [],
    })),
    ...command.options.map(({ flags, description, default: usual }) => ({
      id: `${id}-${anchorOf(flags)}`,
      code: flags,
      title: null,
      help: description,
      facts: usual === null ? [] : [`default: ${usual}`],
    })),
  ];
}

async function readCommands(): Promise<Command[]> {
  const text = await readFile(FILE, 'utf8').catch(() => '[]');
  return Commands.parse(JSON.parse(text));
}
