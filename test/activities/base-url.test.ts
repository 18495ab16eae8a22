import { expect, it } from 'vitest';
import { llm } from '#activities/llm.ts';
import { nodes } from '#nodes/index.ts';
import { openConnection, saveConnection } from '#platform/connections.ts';
import { startModelServer } from '../fakes/model-server.ts';
import { egressOf, handMadeContext } from './hand-made-context.ts';

const by = 'user:user1';

it('a connection without an address goes where the environment says, and takes its key there and nowhere else', async () => {
  await using server = await startModelServer('openai');
  process.env.HEARTH_OPENAI_URL = server.baseUrl;
  const { id } = await saveConnection({ name: 'AI', type: 'openai', config: {}, secrets: { apiKey: server.key }, by });
  const connection = await openConnection(id);
  expect(connection.hosts).toEqual([server.host]);
  const context = handMadeContext({ connection, fetch: egressOf({ connection }) });
  const input = nodes['llm.ask'].input.parse({ model: 'model-a', prompt: 'Hello?' });
  expect(await llm['llm.ask'](input, context)).toMatchObject({ output: { text: 'Hello.' } });
});

it('an address of its own counts more than the environment', async () => {
  const config = { baseUrl: 'https://models.example.org/v1' };
  const { id } = await saveConnection({ name: 'Other', type: 'openai', config, secrets: { apiKey: 'k' }, by });
  expect(await openConnection(id)).toMatchObject({ config, hosts: ['models.example.org'] });
});
