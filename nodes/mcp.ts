import { z } from 'zod';
import { Duration, durationMs, JsonValue } from '#lib/flow.ts';
import type { Repeat, Risk } from '#lib/plan.ts';
import { action, type RiskFacts } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';
import { MCP_TYPES } from '#nodes/mcp-connection.ts';

const LONGEST = '5m';

/** Before a run nobody can tell which tool it will be: it counts as one that reaches others. */
function riskOf({ tool }: { tool: string }, { toolRisk }: RiskFacts): Risk {
  return toolRisk ? toolRisk(tool) : 'send';
}

function repeatOf(_input: unknown, risk?: Risk): Repeat {
  return risk === 'read' ? 'safe' : 'never';
}

export const mcp = {
  'mcp.call': action({
    title: 'Use an MCP tool',
    help: 'Calls one tool of an MCP server and gives back its answer. Only tools that you have read and switched on in Connections are called; one that the server changed since is refused. What comes back is untrusted. A tool that does more than read is not repeated by itself: if its outcome is unknown a person is asked.',
    icon: 'plug-zap',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: riskOf,
    repeat: repeatOf,
    timeout: '6m',
    reads: 'untrusted',
    connection: { types: MCP_TYPES },
    summary: '{tool}',
    input: z.object({
      tool: z.string().min(1).max(128).meta({
        title: 'Tool',
        description: 'Its name, as Connections shows it under Tools.',
        role: 'target',
        widget: 'mcp-tool',
        placeholder: 'search_issues',
      }),
      // Without a role: what a tool does with an argument, only its server knows.
      arguments: z.record(z.string().max(200), JsonValue).default({}).meta({
        title: 'Arguments',
        description: 'What the tool asks for, as a JSON object. It is checked before anything is sent.',
        widget: 'json',
        placeholder: '{"query": "{{ trigger.text }}"}',
      }),
      timeout: Duration.refine((text) => durationMs(text) <= durationMs(LONGEST), `At most ${LONGEST}.`)
        .default('1m')
        .meta({
          title: 'Give up after',
          description: 'How long the tool may take.',
          role: 'control',
          widget: 'duration',
          advanced: true,
        }),
    }),
    output: z.object({
      text: z.string().meta({ title: 'Text', description: 'All text of the answer.' }),
      data: JsonValue.meta({ title: 'Data', description: 'Nothing if the tool gives none.' }),
      files: z
        .array(FileValue)
        .meta({ title: 'Files', description: 'Pictures, sounds and other files of the answer.' }),
      links: z.array(z.object({ uri: z.string(), name: z.string() })).meta({ title: 'Links' }),
    }),
  }),
};
