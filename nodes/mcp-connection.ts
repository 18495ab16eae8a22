import { z } from 'zod';
import { connection, secret } from '#nodes/connection-type.ts';

/** What runs on this machine: only its owner makes or changes such a connection, and with his own hands. */
export const MCP_STDIO = 'mcp-stdio';

/** The connection types whose tools are read and switched on one by one. */
export const MCP_TYPES = ['mcp-http', MCP_STDIO] as const;

const Folder = z
  .string()
  .max(1000)
  .regex(/^\/[^\0\r\n]*$/, 'Use a whole path that begins with /.');

export const mcpHttp = connection({
  title: 'MCP server (HTTP)',
  help: 'Tools of a server that speaks the Model Context Protocol. Each tool is off until you have read it.',
  icon: 'plug-zap',
  fields: z.object({
    url: z
      .url({ protocol: /^https?$/, error: 'Use a whole address that begins with https:// or http://.' })
      .max(500)
      .meta({
        title: 'Address',
        description: 'Where the server listens (streamable HTTP), as its maker says.',
        placeholder: 'https://mcp.example.org/mcp',
        widget: 'url',
      }),
    token: secret('Token', { description: '' }).optional().meta({
      title: 'Token',
      description: 'Sent after the word Bearer. Empty if the server wants none.',
      secret: true,
    }),
  }),
  hostsOf: ({ url }) => (typeof url === 'string' && URL.canParse(url) ? [new URL(url).host] : []),
  testable: true,
  tools: true,
});

export const mcpStdio = connection({
  title: 'MCP server (program)',
  help: 'Tools of a program on this machine. It runs locked in: without your files, and without the network unless you say so. Only the owner can set one up.',
  icon: 'square-terminal',
  fields: z.object({
    command: z
      .string()
      .trim()
      .max(500)
      .regex(/^(\/[^\0\r\n]+|[A-Za-z0-9_][A-Za-z0-9._+-]*)$/, 'Use a whole path, or the name of a program in /usr/bin.')
      .meta({
        title: 'Program',
        description: 'A program of the system, such as node, or one in a folder below.',
        placeholder: 'node',
      }),
    args: z
      .array(
        z
          .string()
          .max(1000)
          .regex(/^[^\0\r\n]*$/, 'An argument is one line.'),
      )
      .max(50)
      .default([])
      .meta({
        title: 'Arguments',
        description: 'Each as it is; no shell reads them.',
        placeholder: '/srv/mcp/server.js',
      }),
    folders: z.array(Folder).max(10).default([]).meta({
      title: 'Folders it may see',
      description: 'Nothing else of this machine is there for it, beside the programs of the system.',
      placeholder: '/srv/mcp',
    }),
    access: z
      .enum(['read', 'write'])
      .default('read')
      .meta({
        title: 'In these folders it may',
        description: 'Reading is enough for most servers.',
        options: { read: 'read files', write: 'read, write and delete files' },
      }),
    network: z.boolean().default(false).meta({
      title: 'May use the network',
      description: 'Any address, your own network included. Without it nothing that it reads can leave.',
    }),
    env: secret('Secrets', { description: '' })
      .regex(/^\s*([A-Za-z_][A-Za-z0-9_]*=\S*\s*)+$/, 'Write NAME=value, several with spaces between them.')
      .optional()
      .meta({
        title: 'Secrets',
        description: 'What the program finds in its environment: NAME=value, several with spaces between them.',
        placeholder: 'API_KEY=...',
        secret: true,
      }),
  }),
  hostsOf: () => [],
  testable: true,
  tools: true,
});
