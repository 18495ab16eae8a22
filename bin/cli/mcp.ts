import { Option, type Command } from 'commander';
import type { Risk } from '#lib/plan.ts';
import type { McpToolView } from '#lib/views-mcp.ts';
import { RiskName } from '#server/mcp-inputs.ts';
import { act } from '#bin/cli/act.ts';
import { at, type Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { EXIT, table } from '#bin/cli/output.ts';

/** `hearth mcp …` */
export function addMcpCommands(program: Command, io: Io): void {
  const mcp = program.command('mcp').description('tools of MCP servers, and flows that are offered as tools');
  addReading(mcp, io);
  addSwitching(mcp, io);

  for (const [name, offered] of [
    ['offer', true],
    ['withdraw', false],
  ] as const) {
    const about = offered ? 'offer a published flow as a tool at /mcp' : 'offer a flow at /mcp no longer';
    act<object, [string]>(io, mcp.command(`${name} <flow>`).description(about), async ({ api }, flow) => {
      const data = await api.send(`PUT ${at`/flows/${flow}/offer`}`, { offered });
      return { data, lines: [offered ? 'It is offered' : 'It is offered no longer'] };
    });
  }
}

function addReading(mcp: Command, io: Io): void {
  const list = mcp.command('tools <connection>').description('what a server offers, and which of it is on');
  act<object, [string]>(io, list, async ({ api }, connection) => {
    const { items } = await api.get<{ items: McpToolView[] }>(at`/connections/${connection}/tools`);
    return { data: items, lines: linesOf(items) };
  });

  const read = mcp.command('read <connection> <tool>').description('the whole description of a tool, and its hash');
  act<object, [string, string]>(io, read, async ({ api }, connection, tool) => {
    const { items } = await api.get<{ items: McpToolView[] }>(at`/connections/${connection}/tools`);
    const found = items.find(({ name }) => name === tool);
    if (!found) return { data: null, lines: ['The server offers no such tool'], exitCode: EXIT.failed };
    // As JSON: characters that cannot be seen are spelled out there.
    return { data: found, lines: [visible(found.offered), `Hash: ${found.offeredHash}`] };
  });

  const refresh = mcp.command('refresh <connection>').description('ask the server what it offers now');
  act<object, [string]>(io, refresh, async ({ api }, connection) => {
    const path = `POST ${at`/connections/${connection}/tools`}`;
    const data = await api.send<{ ok: boolean; message: string; items: McpToolView[] }>(path);
    return { data, lines: [data.message, ...linesOf(data.items)], exitCode: data.ok ? EXIT.ok : EXIT.failed };
  });
}

function addSwitching(mcp: Command, io: Io): void {
  const enable = mcp.command('enable <connection> <tool>').description('switch a tool on, as it was read');
  enable.requiredOption('--read <hash>', 'what "mcp read" showed');
  act<{ read: string }, [string, string]>(io, enable, ({ api, read }, connection, tool) =>
    change(api, { connection, tool, body: { on: true, read } }),
  );

  const disable = mcp.command('disable <connection> <tool>').description('switch a tool off');
  act<object, [string, string]>(io, disable, ({ api }, connection, tool) =>
    change(api, { connection, tool, body: { on: false } }),
  );

  const risk = mcp.command('risk <connection> <tool>').description('say how much care a tool takes');
  risk.addOption(new Option('--as <risk>').choices(RiskName.options).makeOptionMandatory());
  act<{ as: Risk }, [string, string]>(io, risk, ({ api, as }, connection, tool) =>
    change(api, { connection, tool, body: { risk: as } }),
  );
}

type Change = { connection: string; tool: string; body: { on?: boolean; risk?: Risk; read?: string } };

async function change(api: Api, { connection, tool, body }: Change) {
  const data = await api.send<McpToolView>(`PATCH ${at`/connections/${connection}/tools/${tool}`}`, body);
  return { data, lines: linesOf([data]) };
}

function linesOf(items: McpToolView[]): string[] {
  const rows = items.map(({ name, status, risk, offeredHash }) => [name, status, risk, offeredHash.slice(0, 12)]);
  return table([['TOOL', 'STATUS', 'RISK', 'OFFERED'], ...rows]);
}

function visible(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[^\n\x20-\x7e]/g, (character) =>
    /[\p{L}\p{N}\p{P}\p{S}]/u.test(character)
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
