import { describe, expect, it } from 'vitest';
import { connectionType, connectionTypes, secretFields } from '#nodes/connections.ts';
import { isCron } from '#nodes/cron.ts';
import { portsOf, type RiskFacts } from '#nodes/define.ts';
import { nodes } from '#nodes/index.ts';
import { costOf } from '#nodes/models.ts';

const LITERAL: RiskFacts = { isLiteral: () => true, isListedHost: () => false };
const FROM_OUTSIDE: RiskFacts = { isLiteral: () => false, isListedHost: () => false };

function request(given: object) {
  return nodes['http.request'].input.parse({ url: 'https://api.example.org/x', ...given });
}

function riskOf(given: object, facts = LITERAL) {
  const { risk } = nodes['http.request'];
  return typeof risk === 'function' ? risk(request(given), facts) : risk;
}

describe('the risk of an HTTP request', () => {
  it('is read for a GET of an address the author drew', () => {
    expect(riskOf({})).toBe('read');
  });

  it('is send once anything else fills in the address, the query or a header', () => {
    for (const field of ['url', 'query', 'headers']) {
      const facts = { isLiteral: (name: string) => name !== field, isListedHost: () => false };
      expect(riskOf({ query: { a: 1 }, headers: { 'x-a': 'b' } }, facts)).toBe('send');
    }
  });

  it('is send once anything else says how pages are asked for', () => {
    for (const field of ['pageParam', 'firstPage', 'pageStep']) {
      const facts = { isLiteral: (name: string) => name !== field, isListedHost: () => false };
      expect(riskOf({ pages: 'number' }, facts)).toBe('send');
      expect(riskOf({}, facts)).toBe('read');
    }
  });

  it('is read again when the host is listed', () => {
    expect(riskOf({}, { isLiteral: () => false, isListedHost: (host) => host === 'api.example.org' })).toBe('read');
  });

  it('is send for POST and destroy for DELETE, drawn or not', () => {
    expect(riskOf({ method: 'POST' })).toBe('send');
    expect(riskOf({ method: 'DELETE' })).toBe('destroy');
    expect(riskOf({ method: 'DELETE' }, FROM_OUTSIDE)).toBe('destroy');
  });
});

describe('an HTTP request', () => {
  it.each(['file:///etc/passwd', 'ftp://example.org', 'example.org', '/path', 'javascript:alert(1)'])(
    'has no address %s',
    (url) => {
      expect(nodes['http.request'].input.safeParse({ url }).success).toBe(false);
    },
  );

  it('has no header that could split the request or lie about its framing', () => {
    for (const headers of [
      { 'x-a': 'b\r\nx-c: d' },
      { 'bad name': 'x' },
      { Host: 'other' },
      { 'Content-Length': '0' },
    ]) {
      expect(nodes['http.request'].input.safeParse({ url: 'https://a.example', headers }).success).toBe(false);
    }
  });

  it('has no body with GET', () => {
    expect(nodes['http.request'].input.safeParse({ url: 'https://a.example', bodyType: 'json', body: 1 }).success).toBe(
      false,
    );
  });

  it('is repeated when that does no harm, or when the service takes a key', () => {
    const { repeat } = nodes['http.request'];
    const of = (given: object) => (typeof repeat === 'function' ? repeat(request(given)) : repeat);
    expect([of({}), of({ method: 'PUT' }), of({ method: 'DELETE' })]).toEqual(['safe', 'safe', 'safe']);
    expect([of({ method: 'POST' }), of({ method: 'PATCH' })]).toEqual(['never', 'never']);
    expect(of({ method: 'POST', idempotency: 'Idempotency-Key' })).toBe('keyed');
  });
});

describe('ports', () => {
  it('of a switch are its cases and else', () => {
    const cases = [{ id: 'urgent', title: 'Urgent', value: 'high' }, { id: 'rest' }];
    expect(portsOf(nodes.switch, { cases }).map((port) => port.title)).toEqual(['Urgent', 'rest', 'Else']);
  });

  it('of an approval are its buttons, approve and deny if it has none, and expired', () => {
    expect(portsOf(nodes.approval, {}).map((port) => port.id)).toEqual(['approve', 'deny', 'expired']);
    expect(portsOf(nodes.approval, { buttons: [{ id: 'later', title: 'Later' }] }).map((port) => port.id)).toEqual([
      'later',
      'expired',
    ]);
  });

  it('of their own must not take the names of Hearth', () => {
    for (const id of ['else', 'error', 'expired', 'Upper', '9']) {
      expect(nodes.switch.input.safeParse({ value: 1, cases: [{ id, title: 'x' }] }).success).toBe(false);
    }
    const twice = [
      { id: 'a', title: 'x' },
      { id: 'a', title: 'y' },
    ];
    expect(nodes.switch.input.safeParse({ value: 1, cases: twice }).success).toBe(false);
  });
});

describe('a schedule', () => {
  it.each(['0 8 * * 1-5', '*/15 * * * *', '0 0 1,15 * *', '30 6 * JAN-MAR mon', '0 0 * * 7'])('knows %s', (cron) => {
    expect(isCron(cron)).toBe(true);
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '*/0 * * * *',
    '5-1 * * * *',
    'a b c d e',
    '1-2-3 * * * *',
  ])('refuses "%s"', (cron) => {
    expect(isCron(cron)).toBe(false);
  });

  it('says which of times and interval is missing', () => {
    const problems = (given: object) =>
      nodes.schedule.input.safeParse(given).error?.issues.map((issue) => issue.path[0]);
    expect(problems({ mode: 'cron' })).toEqual(['cron']);
    expect(problems({ mode: 'every' })).toEqual(['every']);
    expect(problems({ mode: 'every', every: '0s' })).toEqual(['every']);
    expect(problems({ cron: '0 8 * * *', timezone: 'Europe/Atlantis' })).toEqual(['timezone']);
    expect(problems({ cron: '0 8 * * *', timezone: 'Europe/Berlin' })).toBeUndefined();
  });
});

describe('connection types', () => {
  it('name their secret fields', () => {
    const secrets = Object.entries(connectionTypes).map(([name, type]) => [name, ...secretFields(type)]);
    expect(secrets).toEqual([
      ['http-bearer', 'token'],
      ['http-basic', 'password'],
      ['http-header', 'value'],
      ['webhook-secret', 'value'],
      ['webhook-signature', 'value'],
      ['anthropic', 'apiKey'],
      ['openai', 'apiKey'],
      ['ollama'],
      ['telegram', 'botToken'],
      ['smtp', 'password'],
      ['folder'],
      ['rehearsal'],
      ['mcp-http', 'token'],
      ['mcp-stdio', 'env'],
    ]);
  });

  it('bind their secret to hosts', () => {
    expect(connectionType('http-bearer')?.hostsOf({ hosts: ['api.example.org', 'localhost:8080'] })).toEqual([
      'api.example.org',
      'localhost:8080',
    ]);
    expect(connectionType('anthropic')?.hostsOf({})).toEqual(['api.anthropic.com']);
    expect(connectionType('openai')?.hostsOf({ baseUrl: 'http://192.168.1.5:1234/v1' })).toEqual(['192.168.1.5:1234']);
    expect(connectionType('ollama')?.hostsOf({})).toEqual(['127.0.0.1:11434']);
    expect(connectionType('webhook-secret')?.hostsOf({})).toEqual([]);
  });

  it('take no host that is an address, a pattern or a path', () => {
    const fields = connectionTypes['http-bearer'].fields;
    for (const host of ['https://a.example', 'a.example/x', '*.example', 'a b', 'user@a.example', '']) {
      expect(fields.safeParse({ hosts: [host], token: 't' }).success).toBe(false);
    }
    expect(fields.parse({ hosts: [' API.Example.org '], token: 't' }).hosts).toEqual(['api.example.org']);
  });

  it('are looked up by their own names only', () => {
    expect(connectionType('toString')).toBeUndefined();
  });
});

describe('the cost of a model', () => {
  const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

  it('is known for listed models and their dated names', () => {
    expect(costOf('claude-sonnet-5', million)).toBe(12);
    expect(costOf('gpt-5-2025-08-07', million)).toBe(11.25);
  });

  it('is higher above the limit of a model with two prices', () => {
    expect(costOf('claude-haiku-5-5', { inputTokens: 100_000, outputTokens: 0 })).toBeCloseTo(0.01);
    expect(costOf('claude-haiku-5-5', { inputTokens: 200_000, outputTokens: 0 })).toBeCloseTo(0.1);
  });

  it('is not guessed for others', () => {
    expect(costOf('gpt-5.9', million)).toBeUndefined();
    expect(costOf('my-own-model', million)).toBeUndefined();
  });
});
