/** Each rule of the lint: a drawing that has the fault, and the same one without it. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Flow } from '#lib/flow.ts';
import type { Label } from '#lib/label.ts';
import { DEFAULT_POLICY, type Policy } from '#lib/policy.ts';
import { action } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import { holdsSecret } from '#nodes/lint/secrets.ts';
import { findings, rules, type Drawing } from '#test/lib/support/findings.ts';

const send = { to: 'me@example.org', subject: 'Hello', text: 'Hello' };
const by = { connection: 'c' };
const budget = (tool: string): Policy => ({
  ...DEFAULT_POLICY,
  budgets: [{ name: 'Post', tool, max: 5, window: '1d' }],
});

describe('who may start it', () => {
  const hook = (params = {}): Drawing => ({
    nodes: { hook: ['webhook', params], keep: ['vars.set', { name: 'x', value: 1 }] },
    wires: ['hook > keep'],
  });
  it('an address alone is a note, and a warning before what nobody is asked about', () => {
    expect(findings(hook())).toMatchObject([{ rule: 'open-start', severity: 'note' }]);
    expect(findings(hook({ secret: 'key' }))).toEqual([]);
    const acting = findings({ nodes: { hook: ['webhook'], tell: ['mail.send', send, by] }, wires: ['hook > tell'] });
    expect(acting).toContainEqual(
      expect.objectContaining({ rule: 'open-start', severity: 'warning', field: 'secret' }),
    );
  });
});

describe('how often', () => {
  const open = (between: string[], more: Drawing['nodes'] = {}): Drawing => ({
    nodes: { hook: ['webhook', { secret: 'key' }], ...more, tell: ['mail.send', send, by] },
    wires: between,
  });

  it('what strangers start wants a budget, a limit, a pace or a person', () => {
    expect(rules(open(['hook > tell']))).toEqual(['tell: no-budget']);
    expect(rules(open(['hook > tell']), { lists: { policy: budget('mail.*') } })).toEqual([]);
    expect(rules(open(['hook > tell']), { lists: { policy: budget('http.*') } })).toEqual(['tell: no-budget']);
    const slow = { slow: ['rate.limit', { count: 1, per: '1m' }] } satisfies Drawing['nodes'];
    expect(rules(open(['hook > slow', 'slow > tell'], slow))).toEqual([]);
    expect(rules(open(['hook > slow', 'slow > tell', 'hook > tell'], slow))).toEqual(['tell: no-budget']);
    const ask = { ask: ['approval', { title: 'Send?' }] } satisfies Drawing['nodes'];
    expect(rules(open(['hook > ask', 'ask.approve > tell'], ask))).toEqual([]);
    expect(rules(open(['hook > ask', 'ask.expired > tell'], ask))).toEqual(['tell: no-budget']);
  });

  it('so does a loop, also one that a person starts', () => {
    const loop: Drawing = {
      nodes: {
        hand: ['manual'],
        each: ['forEach', { items: [1, 2, 3] }],
        tell: ['mail.send', send, by],
      },
      wires: ['hand > each', 'each.each > tell', 'tell > each'],
    };
    expect(rules(loop)).toEqual(['tell: no-budget']);
    expect(rules(loop, { lists: { policy: budget('mail.send') } })).toEqual([]);
  });

  it('a chat that is answered wants something that slows it down; the chat itself is a contact', () => {
    const chat = (nodes: Drawing['nodes'], wires: string[], to = '{{ trigger.chat.id }}'): Drawing => ({
      nodes: {
        said: ['telegram.message', { connection: 'c' }],
        ...nodes,
        reply: ['telegram.send', { to, text: '{{ trigger.text }}' }, by],
      },
      wires,
    });
    expect(rules(chat({}, ['said > reply']))).toEqual(['reply: echo']);
    expect(rules(chat({ rest: ['wait', { for: '1m' }] }, ['said > rest', 'rest > reply']))).toEqual([
      'reply: no-budget',
    ]);
    expect(rules(chat({ slow: ['rate.limit'] }, ['said > slow', 'slow > reply']))).toEqual([]);
    expect(rules(chat({}, ['said > reply'], '{{ trigger.from.id }}'))).toEqual(['reply: private-way-out']);
  });
});

describe('secrets', () => {
  it('are told by their looks, in whatever field', () => {
    const ask = (headers: Record<string, string>): Drawing => ({
      nodes: { hand: ['manual'], get: ['http.request', { url: 'https://example.org', headers }] },
      wires: ['hand > get'],
    });
    expect(findings(ask({ Authorization: 'Bearer abcdefghijklmnop' }))).toMatchObject([
      { rule: 'secret-drawn', field: 'headers', severity: 'warning' },
    ]);
    expect(findings(ask({ Accept: 'application/json' }))).toEqual([]);
    for (const text of [
      'password: hunter2hunter2',
      'sk-abcdefghijklmnopqrstu',
      'https://me:pass@host/',
      'AKIAABCDEFGHIJKLMNOP',
    ])
      expect(holdsSecret(text), text).toBe(true);
    for (const text of ['Your password was changed.', 'https://example.org:8080/a@b', 'Basic facts', 'maxTokens: 1024'])
      expect(holdsSecret(text), text).toBe(false);
  });

  it('marked as such go into no step that keeps or sends them', () => {
    const secret: Label = { integrity: 'trusted', confidentiality: 'secret', origins: ['person:steps.hand'] };
    const drawing = (type: string, params: Record<string, string>): Drawing => ({
      nodes: { hand: ['manual'], use: [type, params, type === 'llm.ask' ? by : {}] },
      wires: ['hand > use'],
    });
    const world = { lists: { variables: { pin: secret } } };
    const leaks = [
      drawing('llm.ask', { model: 'm', prompt: 'Say {{ vars.pin }}' }),
      drawing('notify', { title: '{{ vars.pin }}' }),
      drawing('http.request', { url: 'https://example.org/{{ vars.pin }}' }),
    ];
    for (const leak of leaks)
      expect(findings(leak, world)).toContainEqual(expect.objectContaining({ rule: 'secret-way', severity: 'error' }));
    expect(findings(drawing('crypto.hash', { text: '{{ vars.pin }}' }), world)).toEqual([]);
  });
});

describe('targets', () => {
  it('that others choose are told of also where nobody is asked, and so are wildcards', () => {
    const write = (path: string): Drawing => ({
      nodes: {
        hook: ['webhook', { secret: 'key' }],
        keep: ['file.write', { path, content: 'x' }, by],
      },
      wires: ['hook > keep'],
    });
    expect(findings(write('{{ trigger.body.name }}.txt'))).toMatchObject([
      {
        rule: 'any-target',
        severity: 'warning',
        field: 'path',
        mends: [{ kind: 'fill' }, { kind: 'endorse' }, { kind: 'check' }],
      },
    ]);
    expect(rules(write('bills/*'))).toEqual(['keep: any-target']);
    expect(rules(write('bills/may.txt'))).toEqual([]);
  });
});

it('a contact that was checked is as good as listed; not so where the check may fail, or lets other things through', () => {
  const checked = (params: Record<string, string | string[]>, settings = {}): Drawing => ({
    nodes: {
      hook: ['webhook', { secret: 'key' }],
      check: ['value.check', { value: '{{ trigger.body.to }}', ...params }, { settings }],
      slow: ['rate.limit'],
      tell: ['mail.send', { ...send, to: '{{ steps.check.value }}', text: '{{ trigger.body.text }}' }, by],
    },
    wires: ['hook > check', 'check > slow', 'slow > tell'],
  });
  expect(rules(checked({ kind: 'mail' }))).toEqual([]);
  expect(rules(checked({ kind: 'mail' }, { onError: 'continue' }))).toEqual(['tell: private-way-out']);
  expect(rules(checked({ kind: 'choice', choices: ['anna@example.org'] }))).toEqual(['tell: unguarded']);
  expect(rules(checked({ kind: 'host' }))).toEqual(['tell: unguarded']);
});

it('what a person vouches for chooses nothing by itself any more; the question is no finding', () => {
  const vouched: Drawing = {
    nodes: {
      hook: ['webhook', { secret: 'key' }],
      vouch: ['value.endorse', { value: '{{ trigger.body.to }}' }],
      slow: ['rate.limit'],
      tell: ['mail.send', { ...send, to: '{{ steps.vouch.value }}', text: 'Hello' }, by],
    },
    wires: ['hook > vouch', 'vouch > slow', 'slow > tell'],
  };
  expect(rules(vouched)).toEqual([]);
});

const shell = (role?: 'control' | 'content') =>
  action({
    title: 'Run a command',
    help: '',
    icon: 'terminal',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: 'critical',
    repeat: 'never',
    timeout: '1m',
    reads: 'untrusted',
    input: z.object({ line: z.string().meta(role ? { role } : {}) }),
    output: z.object({}),
  });

describe('commands', () => {
  const drawing = (line: string, start = 'manual'): Drawing => ({
    nodes: { start: [start], run: ['shell', { line }] },
    wires: ['start > run'],
  });
  it('are drawn whole; one that strangers have a hand in is an error', () => {
    const types = { ...catalogue, shell: shell('control') };
    expect(rules(drawing('uptime'), { types })).toEqual(['run: asks-every-time']);
    expect(findings(drawing('ls {{ trigger.folder }}'), { types })).toContainEqual(
      expect.objectContaining({ rule: 'command', severity: 'warning', field: 'line' }),
    );
    expect(findings(drawing('ls {{ trigger.body.folder }}', 'webhook'), { types })).toContainEqual(
      expect.objectContaining({ rule: 'command', severity: 'error' }),
    );
    const input = { types: { ...catalogue, shell: shell('content') } };
    expect(rules(drawing('{{ trigger.text }}'), input)).toEqual(['run: asks-every-time']);
  });
});

describe('what cannot be repeated', () => {
  const post = (settings: Flow['nodes'][number]['settings'], method = 'POST'): Drawing => ({
    nodes: {
      hand: ['manual'],
      again: ['while', { rows: [{ left: '{{ steps.again.rounds }}', operator: 'less', right: 3 }] }],
      post: ['http.request', { method, url: 'https://example.org' }, settings ? { settings } : {}],
    },
    wires: ['hand > again', 'again.each > post', 'post > again'],
  });
  const repeats = (drawing: Drawing) => findings(drawing).filter(({ rule }) => rule === 'repeats');
  it('is not tried again, neither by its settings nor by a loop that goes on whatever happened', () => {
    expect(repeats(post({ retry: { attempts: 3 } }))).toMatchObject([{ field: 'retry', mends: [{ kind: 'once' }] }]);
    expect(repeats(post({ onError: 'continue' }))).toMatchObject([{ mends: [{ kind: 'ask' }] }]);
    expect(repeats(post(undefined))).toEqual([]);
    expect(repeats(post({ retry: { attempts: 3 } }, 'PUT'))).toEqual([]);
  });
});

describe('what others start', () => {
  const called = (start: string): Drawing => ({
    nodes: {
      start: [start, { fields: [{ name: 'to', type: 'text' }] }],
      tell: ['mail.send', { ...send, to: '{{ trigger.to }}' }, by],
    },
    wires: ['start > tell'],
  });
  it('is looked at with their data too, as a note', () => {
    for (const start of ['manual', 'flow.called'])
      expect(findings(called(start))).toMatchObject([
        { rule: 'first-time', severity: 'note' },
        {
          rule: 'unguarded',
          severity: 'note',
          message: expect.stringMatching(/^When another flow or a token/) as string,
        },
      ]);
  });

  it('hands on where data came from, which the caller is told', () => {
    const drawing = (text: string): Drawing => ({
      nodes: { hook: ['webhook', { secret: 'key' }], call: ['flow.call', { flow: 'other', input: { text } }] },
      wires: ['hook > call'],
    });
    expect(rules(drawing('{{ trigger.body.text }}'))).toEqual(['call: hands-on']);
    expect(rules(drawing('mine'))).toEqual([]);
  });
});

describe('a rehearsal', () => {
  it('is warned of where a model should be', () => {
    const ask = { model: 'm', prompt: 'Hello?' };
    const drawing: Drawing = { nodes: { hand: ['manual'], ask: ['llm.ask', ask, by] }, wires: ['hand > ask'] };
    expect(rules(drawing)).toEqual([]);
    expect(findings(drawing, { lists: { rehearsals: ['c'] } })).toMatchObject([
      { rule: 'rehearsal', severity: 'warning', node: 'ask', field: 'connection' },
    ]);
  });
});
