import type { Command } from 'commander';
import { Invalid } from '#lib/errors.ts';
import type { ConnectionView } from '#lib/views.ts';
import type { Json } from '#lib/value.ts';
import { MCP_STDIO } from '#nodes/mcp-connection.ts';
import { NewConnection } from '#server/inputs.ts';
import { act } from '#bin/cli/act.ts';
import { at, withPassword, type Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { readJsonOption } from '#bin/cli/data.ts';
import { EXIT, table } from '#bin/cli/output.ts';
import { readAllInput } from '#bin/cli/prompt.ts';

type AddOptions = { type: string; name: string; config?: string; secretEnv?: string[]; secretsStdin?: boolean };

/** `hearth connection …` */
export function addConnectionCommands(program: Command, io: Io): void {
  const connection = program.command('connection').description('services that flows sign in to');

  const add = connection
    .command('add')
    .description('save a connection; secrets come from the environment or standard input');
  add
    .requiredOption('--type <type>', 'for example http-bearer')
    .requiredOption('--name <name>')
    .option('--config <json>', 'what is not secret; @file for a file')
    .option('--secret-env <field=VARIABLE...>', 'take a secret from a variable of the environment')
    .option('--secrets-stdin', 'read a JSON object of secrets from standard input');
  act<AddOptions, []>(io, add, async ({ api, ...options }) => {
    const config = options.config === undefined ? {} : await readJsonOption(io, options.config);
    const input = NewConnection.parse({
      type: options.type,
      name: options.name,
      config,
      secrets: await secretsOf(io, options),
    });
    const save = (by: Api) => by.send<ConnectionView>('POST /connections', input);
    // What runs programs no token can make.
    const view = await (input.type === MCP_STDIO ? withPassword(io, save) : save(api));
    return {
      data: view,
      lines: [`Saved as ${view.id}`, `Its secrets go only to: ${view.hosts.join(', ') || 'nowhere'}`],
    };
  });

  act<object, [string]>(
    io,
    connection.command('test <id>').description('try a connection out'),
    async ({ api }, id) => {
      const result = await api.send<{ ok: boolean; message: string }>(`POST ${at`/connections/${id}`}/test`);
      return { data: result, lines: [result.message], exitCode: result.ok ? EXIT.ok : EXIT.failed };
    },
  );

  act(io, connection.command('list').description('all connections, without secrets'), async ({ api }) => {
    const { items: views } = await api.get<{ items: ConnectionView[] }>('/connections');
    const rows = views.map((view) => [
      view.id,
      view.name,
      view.type,
      view.hosts.join(','),
      view.testResult?.message ?? '',
    ]);
    return { data: views, lines: table([['ID', 'NAME', 'TYPE', 'HOSTS', 'LAST TEST'], ...rows]) };
  });
}

/** Never from arguments: every user of the machine can read those. */
async function secretsOf(io: Io, { secretEnv = [], secretsStdin }: AddOptions): Promise<Record<string, Json>> {
  const fromStdin = secretsStdin ? parseObject(await readAllInput(io)) : {};
  const fromEnv = secretEnv.map((pair) => {
    const [field = '', variable = ''] = pair.split('=');
    const value = io.env[variable];
    if (!value)
      throw new Invalid(
        `The variable ${variable || '(none)'} for "${field}" is not set. Use --secret-env token=MY_TOKEN.`,
      );
    return [field, value] as const;
  });
  return { ...fromStdin, ...Object.fromEntries(fromEnv) };
}

function parseObject(text: string): Record<string, Json> {
  try {
    const value = JSON.parse(text) as Json;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Told below; the text itself may hold a secret and is not repeated.
  }
  throw new Invalid('Standard input must be a JSON object such as {"token": "..."}.');
}
