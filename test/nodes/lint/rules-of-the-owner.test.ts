/** What the owner has ruled and listed is told before a run meets it; what comes with Hearth is safe. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Flow } from '#lib/flow.ts';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { catalogue } from '#nodes/index.ts';
import { findings, rules, type Drawing, type World } from '#test/lib/support/findings.ts';

const send = { to: 'me@example.org', subject: 'Hello', text: 'Hello' };
const by = { connection: 'c' };

describe('the owner’s rules', () => {
  const tell: Drawing = { nodes: { hand: ['manual'], tell: ['mail.send', send, by] }, wires: ['hand > tell'] };
  const rule = (effect: 'ask' | 'deny'): World => ({
    lists: {
      policy: { ...DEFAULT_POLICY, rules: [{ id: 'r', match: { tool: 'mail.*' }, effect, reason: 'No mail.' }] },
    },
  });
  it('are told before a run meets them', () => {
    expect(findings(tell, rule('deny'))).toMatchObject([
      { rule: 'refused', severity: 'error', message: 'Your rules refuse "tell": No mail.' },
    ]);
    expect(findings(tell, rule('ask'))).toMatchObject([{ rule: 'asks-every-time', severity: 'note' }]);
  });

  it('a rule about what only a run can tell may refuse, and hides nothing else', () => {
    const to = (address: string): Drawing => ({
      nodes: {
        hook: ['webhook', { secret: 'key' }],
        tell: ['mail.send', { ...send, to: address, text: '{{ trigger.body.text }}' }, by],
      },
      wires: ['hook > tell'],
    });
    const allowLists = [{ name: 'Us', match: { tool: 'mail.*' }, targets: ['*@example.org'] }];
    const world = { lists: { policy: { ...DEFAULT_POLICY, allowLists } } };
    expect(rules(to('{{ trigger.body.to }}'), world)).toEqual(['tell: private-way-out', 'tell: refused']);
    expect(rules(to('eve@example.com'), world)).toContain('tell: refused');
    expect(rules(to('me@example.org'), world)).toEqual(['tell: no-budget']);
    const several: Drawing = {
      nodes: { hand: ['manual'], tell: ['mail.send', { ...send, cc: '{{ trigger.cc }}' }, by] },
      wires: ['hand > tell'],
    };
    expect(rules(several, world)).toContain('tell: refused');
  });

  it('so are the lists: a mail address in any case, a host without its usual port', () => {
    const read = (url: string): Drawing => ({
      nodes: {
        hand: ['manual'],
        page: ['http.request', { url: 'https://example.org' }],
        post: [
          'http.request',
          {
            method: 'POST',
            url,
            body: '{{ steps.page.body }}',
            headers: { 'X-Text': '{{ steps.page.status }}' },
            bodyType: 'json',
          },
        ],
      },
      wires: ['hand > page', 'page > post'],
    });
    const listed = [{ kind: 'host', address: 'API.example.org:443' }];
    expect(rules(read('https://api.example.org/x'), { lists: { listed } })).toEqual(['post: unguarded']);
    expect(rules(read('https://api.example.org/x'))).toEqual(['post: unguarded']);
  });
});

describe('templates', () => {
  it.each(readdirSync('templates').filter((name) => name.endsWith('.json')))('%s has no error', (file) => {
    const flow = Flow.parse(JSON.parse(readFileSync(`templates/${file}`, 'utf8')));
    // Whoever takes one over chooses the connections.
    const nodes = flow.nodes.map((node) => {
      const spec = catalogue[node.type];
      const needs = spec?.kind === 'action' && spec.connection && !spec.connection.optional;
      const params = node.params.connection === '' ? { ...node.params, connection: 'c' } : node.params;
      return { ...node, params, ...(needs ? { connection: 'c' } : {}) };
    });
    const found = findings({ ...flow, nodes });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
