import { defaultPayloadConverter, type Payload, type SerializationContext } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { clientDataConverter, payloadCodecs } from '#platform/codec.ts';

const [codec] = payloadCodecs;
if (!codec) throw new Error('There is a codec.');
const run = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: 'hearth', workflowId });
const plain = (value: unknown) => defaultPayloadConverter.toPayload(value);
const textOf = (payload: Payload) =>
  `${Buffer.from(payload.data ?? []).toString('latin1')}${JSON.stringify(payload.metadata)}`;

async function encode(value: unknown, context?: SerializationContext): Promise<Payload> {
  const [payload] = await codec!.encode([plain(value)], context);
  return payload!;
}

async function decode(payload: Payload, context?: SerializationContext): Promise<unknown> {
  const [decoded] = await codec!.decode([payload], context);
  return defaultPayloadConverter.fromPayload(decoded!);
}

describe('the payload codec', () => {
  it('hides values and gives them back', async () => {
    const payload = await encode({ token: 'visible-secret' }, run('run-1'));
    expect(textOf(payload)).not.toContain('visible-secret');
    expect(await decode(payload, run('run-1'))).toEqual({ token: 'visible-secret' });
  });

  it('packs what is large, and gives it back', async () => {
    const large = { rows: Array.from({ length: 2000 }, (_, index) => ({ index, name: 'the same again' })) };
    const payload = await encode(large, run('run-1'));
    expect(payload.data?.length).toBeLessThan(JSON.stringify(large).length / 4);
    expect(await decode(payload, run('run-1'))).toEqual(large);
  });

  it('refuses a payload that is not encrypted', async () => {
    await expect(decode(plain('approve'), run('run-1'))).rejects.toThrow(/not encrypted/);
    await expect(decode({}, run('run-1'))).rejects.toThrow(/not encrypted/);
  });

  it('refuses a payload of another workflow', async () => {
    const payload = await encode('x', run('run-1'));
    await expect(decode(payload, run('run-2'))).rejects.toThrow(/another workflow/);
    await expect(decode(payload, { ...run('run-1'), namespace: 'other' })).rejects.toThrow(/another workflow/);
  });

  it('refuses a payload whose owner was rewritten', async () => {
    const payload = await encode('x', run('run-1'));
    const moved = { ...payload, metadata: { ...payload.metadata, 'encryption-owner': Buffer.from('hearth/run-2') } };
    await expect(decode(moved, run('run-2'))).rejects.toThrow(/damaged/);
    const freed = { ...payload, metadata: { ...payload.metadata, 'encryption-owner': Buffer.from('') } };
    await expect(decode(freed, run('run-2'))).rejects.toThrow(/damaged/);
  });

  it('shares payloads between a workflow and its activities', async () => {
    const context: SerializationContext = {
      type: 'activity',
      namespace: 'hearth',
      workflowId: 'run-1',
      isLocal: false,
    };
    expect(await decode(await encode(1, run('run-1')), context)).toBe(1);
  });

  it('reads what a schedule encoded in the run that the schedule starts', async () => {
    const payload = await encode(1, run('schedule-f-n'));
    expect(await decode(payload, run('schedule-f-n-2026-11-22T08:00:00Z'))).toBe(1);
  });

  it('refuses any changed byte', async () => {
    const payload = await encode('x', run('run-1'));
    const data = Buffer.from(payload.data ?? []);
    for (let at = 0; at < data.length; at += 1) {
      const changed = Buffer.from(data);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(decode({ ...payload, data: changed }, run('run-1'))).rejects.toThrow();
    }
    await expect(decode({ ...payload, data: data.subarray(0, 5) }, run('run-1'))).rejects.toThrow(/cut short/);
  });

  it('is used with a failure converter that leaves no message in the open', () => {
    const failure = clientDataConverter.failureConverter.errorToFailure(
      new Error('the secret text'),
      defaultPayloadConverter,
    );
    const { encodedAttributes, ...open } = failure;
    expect(JSON.stringify(open)).not.toContain('the secret text');
    expect(Buffer.from(encodedAttributes?.data ?? []).toString()).toContain('the secret text');
  });
});
