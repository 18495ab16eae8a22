import { describe, expect, it } from 'vitest';
import { askModel } from '#activities/ask-model.ts';
import { tryConnection } from '#activities/connections/try-connection.ts';
import { llmData } from '#activities/llm-data.ts';
import { llm } from '#activities/llm.ts';
import { Invalid } from '#lib/errors.ts';
import { connectionTypes } from '#nodes/connections.ts';
import { nodes } from '#nodes/index.ts';
import { db } from '#prisma/client.ts';
import { connectionOf, handMadeContext } from './hand-made-context.ts';

const SCRIPT = [
  { when: 'Bill', data: { label: 'bill' } },
  { when: 'orders', calls: [{ name: 'find_orders', args: { late: true } }] },
  { when: 'order 7 is late', answer: 'Order 7 is late.' },
];

/** Nothing may leave this machine: there is no way out. */
function context(script: unknown = SCRIPT) {
  const config = script === undefined ? {} : { script: typeof script === 'string' ? script : JSON.stringify(script) };
  const connection = connectionOf({ type: 'rehearsal', config, secrets: {}, hosts: [] });
  return handMadeContext({ connection, fetch: () => Promise.reject(new Error('It went out.')) });
}

const CHOICE = { model: 'claude-opus-5-5', maxTokens: 100, silence: '5m', fallbacks: [] };
const user = (text: string) => ({ role: 'user' as const, text });

describe('a rehearsal', () => {
  it('answers by what was said last, in pieces, for nothing, and says what it is', async () => {
    const ctx = context([{ when: 'MORNING', answer: 'Good morning, Ada.' }, { answer: 'Anything else' }]);
    const input = nodes['llm.ask'].input.parse({ model: 'claude-opus-5-5', prompt: 'Say good morning.' });
    expect(await llm['llm.ask'](input, ctx)).toEqual({
      output: {
        ...{ text: 'Good morning, Ada.', model: 'rehearsal', stopReason: 'end' },
        usage: { inputTokens: 0, outputTokens: 0 },
      },
      cost: 0,
    });
    expect(ctx.streamed).toEqual(['Good ', 'morning, ', 'Ada.']);
    const [row] = await db().modelCall.findMany({ where: { provider: 'rehearsal' }, orderBy: { at: 'desc' } });
    expect(row).toMatchObject({ model: 'rehearsal', cost: 0, status: 'ok' });
  });

  it('plays an agent: it calls a tool, and goes on by what that brought', async () => {
    const ctx = context();
    const first = await askModel(ctx, CHOICE, { system: '', turns: [user('Which of my orders is late?')] });
    expect(first).toMatchObject({ stopReason: 'tools', calls: [{ name: 'find_orders', args: { late: true } }] });
    const id = first.calls[0]?.id ?? '';
    const second = await askModel(ctx, CHOICE, {
      system: '',
      turns: [
        user('Which of my orders is late?'),
        { role: 'assistant', text: '', calls: first.calls },
        { role: 'tool', results: [{ id, name: 'find', text: 'Order 7 is late', isError: false }] },
      ],
    });
    expect(second).toMatchObject({ stopReason: 'end', text: 'Order 7 is late.', calls: [] });
  });

  it('without a script makes up what fits, so that a drawing can be tried to its end', async () => {
    const labels = [
      { id: 'bill', title: 'Bill' },
      { id: 'other', title: 'Other' },
    ];
    const sort = nodes['llm.classify'].input.parse({ model: 'm', content: 'x', labels, confidence: 50 });
    expect(await llmData['llm.classify'](sort, context(undefined))).toMatchObject({
      port: 'unsure',
      output: { label: 'bill' },
    });
    expect(await llmData['llm.classify'](sort, context([{ data: { label: 'other', confidence: 90 } }]))).toMatchObject({
      port: 'other',
    });
    const finish = {
      name: 'finish',
      description: '',
      schema: { type: 'object', properties: { sum: { type: 'integer' } } },
    };
    const ended = await askModel(context(undefined), CHOICE, { system: '', turns: [user('Go.')], tools: [finish] });
    expect(ended.calls).toMatchObject([{ name: 'finish', args: { sum: 0 } }]);
    const talk = await askModel(context(undefined), CHOICE, { system: '', turns: [user('Go.')] });
    expect(talk.text).toContain('no model was asked');
  });

  it('gives vectors that lie closer together where words are shared', async () => {
    const texts = ['the door is open', 'the door is closed', 'seven green bottles'];
    const input = nodes['llm.embed'].input.parse({ texts, model: 'any' });
    const { output, cost } = (await llmData['llm.embed'](input, context())) as {
      output: { vectors: number[][]; model: string };
      cost?: number;
    };
    const [a = [], b = [], c = []] = output.vectors;
    const near = (x: number[], y: number[]) => x.reduce((sum, one, at) => sum + one * (y[at] ?? 0), 0);
    expect(near(a, b)).toBeGreaterThan(near(a, c));
    expect({ model: output.model, cost }).toEqual({ model: 'rehearsal', cost: 0 });
  });

  it('says what it is when it is tried, and refuses a script that is none', async () => {
    const told = await tryConnection({ ...context(), connection: context().connection ?? expect.fail() });
    expect(told).toEqual({ ok: true, message: expect.stringContaining('No model is asked') as string });
    const { fields } = connectionTypes.rehearsal;
    for (const script of ['hello', '{}', '[{"when":"x"}]', '[{"answer":1}]', '[{"answer":"a","run":"rm"}]'])
      expect(fields.safeParse({ script }).success, script).toBe(false);
    expect(fields.safeParse({ script: JSON.stringify(SCRIPT) }).success).toBe(true);
    await expect(askModel(context('nonsense'), CHOICE, { system: '', turns: [user('x')] })).rejects.toThrow(Invalid);
  });
});
