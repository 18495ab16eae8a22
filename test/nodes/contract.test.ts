import { icons } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Duration } from '#lib/flow.ts';
import { NODE_GROUPS, portsOf, type ActionSpec, type NodeSpec } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';

const entries = Object.entries(catalogue);
const actions = entries.filter((entry): entry is [string, ActionSpec] => entry[1].kind === 'action');
const iconNames = new Set(Object.keys(icons).map((name) => name.toLowerCase()));

type Field = { title?: string; role?: string; secret?: boolean };

function fieldsOf(spec: NodeSpec): Record<string, Field> {
  return (z.toJSONSchema(spec.input, { io: 'input' }).properties ?? {}) as Record<string, Field>;
}

describe('the catalogue', () => {
  it('holds the nodes of the spine', () => {
    expect(Object.keys(catalogue)).toEqual(
      expect.arrayContaining([
        ...['approval', 'http.request', 'if', 'llm.ask', 'manual', 'respond', 'schedule', 'set', 'stop', 'switch'],
        ...['table.find', 'table.insert', 'template', 'wait', 'webhook'],
      ]),
    );
  });

  it('holds the everyday nodes', () => {
    expect(Object.keys(catalogue)).toEqual(
      expect.arrayContaining([
        ...['list.filter', 'list.sort', 'list.group', 'list.limit', 'list.unique', 'list.join', 'text.split'],
        ...['json.parse', 'csv.parse', 'xml.parse', 'html.toText', 'markdown.toHtml', 'crypto.hash'],
        ...['date.change', 'date.difference', 'math.calculate', 'counter.add', 'seen.remember'],
        ...['vars.get', 'vars.set', 'table.count', 'table.update', 'table.upsert', 'table.delete'],
      ]),
    );
  });

  it('holds files and mail', () => {
    const verbs = ['append', 'delete', 'info', 'list', 'move', 'read', 'write'];
    const names = [...verbs.map((verb) => `file.${verb}`), 'mail.send'];
    expect(Object.keys(catalogue)).toEqual(expect.arrayContaining(names));
  });

  it('holds the channels', () => {
    expect(Object.keys(catalogue)).toEqual(
      expect.arrayContaining(['telegram.message', 'telegram.send', 'telegram.download']),
    );
  });

  it('does not know names that every object has', () => {
    expect(catalogue.constructor).toBeUndefined();
    expect(catalogue.__proto__).toBeUndefined();
  });
});

describe.each(entries)('%s', (_type, spec) => {
  it('has a title, a help text that tells something and an icon that exists', () => {
    expect(spec.title).toMatch(/^[A-Z].{1,29}$/);
    expect(spec.help.length).toBeGreaterThan(40);
    expect(spec.help).toMatch(/\.$/);
    expect(iconNames).toContain(spec.icon.replaceAll('-', ''));
    expect(NODE_GROUPS).toContain(spec.group);
    expect(spec.version).toBeGreaterThanOrEqual(1);
  });

  it('names every field of its form', () => {
    const untitled = Object.entries(fieldsOf(spec)).filter(([, field]) => !field.title);
    expect(untitled).toEqual([]);
  });

  it('has an output that can be told as JSON Schema', () => {
    expect(z.toJSONSchema(spec.output, { io: 'output' })).toBeTypeOf('object');
  });

  it('speaks of fields that exist in its summary', () => {
    const named = [...(spec.summary ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const fields = Object.keys(fieldsOf(spec));
    expect(named.filter((name) => !fields.includes(name))).toEqual([]);
  });

  it('asks for no secret in its own form', () => {
    expect(Object.values(fieldsOf(spec)).some((field) => field.secret)).toBe(false);
  });

  it('has ports with distinct ids, also while its params are unfinished', () => {
    const unfinished = [
      {},
      { cases: null, buttons: 'x' },
      { cases: [{}, null, { id: 'a' }, { id: 'a' }], buttons: [7] },
    ];
    for (const params of unfinished) {
      const ids = portsOf(spec, params).map((port) => port.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
    }
  });
});

describe.each(actions)('the action %s', (type, spec) => {
  it('declares risk, repeat, tier and a time limit', () => {
    expect(spec.risk).toBeDefined();
    expect(spec.repeat).toBeDefined();
    expect(['local', 'activity']).toContain(spec.tier);
    expect(Duration.safeParse(spec.timeout).success).toBe(true);
  });

  it('names its target if it does more than read', () => {
    const roles = Object.values(fieldsOf(spec)).map((field) => field.role);
    if (spec.risk !== 'read') expect(roles).toContain('target');
    expect(roles.length).toBeGreaterThan(0);
  });

  it('clears no label, unless it lets through only what its author foresaw', () => {
    if (spec.reads !== 'checked') return;
    expect(type).toBe('value.check');
    const open = Object.entries(fieldsOf(spec)).filter(([, { role }]) => role !== 'control');
    expect(open.map(([name]) => name)).toEqual(['value']);
  });

  it('has a person vouch for nothing but the one value that it shows', () => {
    if (spec.reads !== 'endorsed') return;
    expect(type).toBe('value.endorse');
    expect(Object.entries(fieldsOf(spec)).map(([name, { role }]) => [name, role])).toEqual([['value', 'content']]);
    expect(spec.risk).toBe('read');
  });

  it('names the model that words what it gives', () => {
    // What an agent gives comes with the labels of its own run: its turns name the model.
    if (type.startsWith('agent.') || type === 'llm.turn') return expect(spec.reads).toBe('stored');
    expect(type.startsWith('llm.')).toBe(spec.reads === 'model');
  });

  it('never claims that what it cannot tell may be repeated', () => {
    if (typeof spec.repeat !== 'function') return;
    expect(spec.repeat({ method: '{{ trigger.body.method }}' })).toBe('never');
  });
});
