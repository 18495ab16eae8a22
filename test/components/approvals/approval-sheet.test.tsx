import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { WordDiff } from '#components/approvals/word-diff.tsx';
import { ApprovalSheet } from '#components/approvals/approval-sheet.tsx';
import { mustRead } from '#components/approvals/use-decision-draft.ts';
import { GATE_BUTTONS, isRefusal, OUTCOME_BUTTONS } from '#lib/approval.ts';
import { TRUSTED, untrusted, type Label } from '#lib/label.ts';
import type { ApprovalView } from '#lib/views.ts';
import { inLanguage } from '#test/support/in-language.tsx';
import { argument, waiting } from '#test/components/approvals/requests.ts';

function sheet(approval: ApprovalView): string {
  const nothing = { busy: false, problem: null, problems: {}, nextId: null, onDecide: () => undefined };
  return renderToStaticMarkup(inLanguage(<ApprovalSheet approval={approval} {...nothing} />));
}

function button(html: string, title: string): string {
  return html.match(/<button[^>]*>(?:(?!<\/button>).)*<\/button>/g)?.find((one) => one.includes(`>${title}<`)) ?? '';
}

const LONG = 'All of this is to be read. '.repeat(60);

describe('an approval sheet', () => {
  test('shows target, every argument, rule and origin in the open', () => {
    const html = sheet(
      waiting({
        args: [
          argument({ field: 'url', title: 'Address', role: 'target', value: 'https://api.example.org/pay' }),
          argument({ field: 'amount', title: 'Amount', role: 'amount', value: 12.5, label: TRUSTED }),
        ],
        attachments: [{ name: 'bill.pdf', size: 1200, contentType: 'application/pdf', sha256: 'ab'.repeat(32) }],
      }),
    );
    for (const text of [
      'api.example.org',
      'https://api.example.org/pay',
      '12.5',
      'untrusted-target',
      'ab'.repeat(32),
    ]) {
      expect(html).toContain(text);
    }
    expect(html).toContain('a webhook (hook)');
  });

  test('says which values a person put in, and of which nobody did', () => {
    const args = [argument({ field: 'to', value: 'carl@example.org' }), argument({ field: 'text', value: 'Hello' })];
    const edited = { by: '<b>Ben</b>', at: new Date().toISOString(), args: { to: 'ben@example.org', text: 'Hello' } };
    const html = sheet(waiting({ args }, { edited }));
    expect(html.match(/put this in/g)).toHaveLength(1);
    expect(html).toContain('&lt;b&gt;Ben&lt;/b&gt;');
    expect(sheet(waiting({ args }))).not.toContain('put this in');
  });

  test('says who else has to allow it, and holds the yes of whoever may not', () => {
    const people = (two: boolean, first: string | null, barred: 'own' | 'said' | null) =>
      sheet(waiting({}, { people: { two, first, barred } }));
    expect(people(true, null, null)).toContain('Two people have to allow this');
    expect(button(people(true, null, null), 'Approve')).not.toContain('disabled=""');
    expect(button(people(true, null, null), 'Edit')).not.toBe('');
    expect(people(true, 'Anna', 'said')).toContain('1 of 2');
    for (const barred of ['own', 'said'] as const) {
      const html = people(barred === 'said', 'Anna', barred);
      expect(button(html, 'Approve')).toContain('disabled=""');
      expect(button(html, 'Deny')).not.toContain('disabled=""');
    }
  });

  test('says of each value whether it is another one than when this was last allowed', () => {
    const request = {
      args: [
        argument({ field: 'to', title: 'To', value: 'anna@example.org' }),
        argument({ field: 'text', title: 'Text', value: 'Pay 500 at once' }),
      ],
    };
    const before = { at: new Date().toISOString(), args: { to: 'anna@example.org', text: 'Pay 50 at once' } };
    const html = sheet(waiting(request, { before }));
    expect(html.match(/As the last time/g)).toHaveLength(1);
    expect(html.match(/Another one than the last time/g)).toHaveLength(1);
    // The value itself stays whole.
    expect(html).toContain('Pay 500 at once');
    expect(sheet(waiting(request))).not.toContain('last time');
  });

  test('shows what went and what came as text', () => {
    const html = renderToStaticMarkup(
      inLanguage(<WordDiff before="Pay 50 to <b>Anna</b>" after={'Pay 500 to <b>Anna</b>\u202E'} label="Difference" />),
    );
    expect(html).toMatch(/<del[^>]*>.*50.*<\/del>/);
    expect(html).toMatch(/<ins[^>]*>.*500.*<\/ins>/);
    expect(html).not.toContain('<b>');
    expect(html).toContain('U+202E');
  });

  test('says what a no does', () => {
    expect(sheet(waiting({}))).toContain('Nothing of this is done.');
  });

  test('shows hostile text as text', () => {
    const html = sheet(waiting({ title: '<img src=x onerror=alert(1)> \u202Egpj' }));
    expect(html).not.toContain('<img');
    expect(html).toContain('U+202E');
    expect(html).not.toContain('\u202E');
  });

  test('warns of a target whose letters only look Latin, and gives the name that is really asked for', () => {
    const html = sheet(waiting({ target: { kind: 'host', id: 'аpi.example.org' } }));
    expect(html).toContain('Cyrillic: а');
    expect(html).toContain('is really named xn--pi-6kc.example.org');
    expect(sheet(waiting({ target: { kind: 'host', id: 'xn--pi-6kc.example.org' } }))).toContain('“аpi.example.org”');
  });

  test('says where a link leads that looks as if it led elsewhere, and makes none of what data says', () => {
    const value = 'See https://bank.example@evil.example/login';
    const html = sheet(waiting({ args: [argument({ value })] }));
    expect(html).toContain('leads to evil.example');
    const links = html.match(/<a [^>]*href="[^"]*"/g) ?? [];
    expect(links.filter((link) => !link.includes('href="/'))).toEqual([]);
  });

  test('sets what a model wrote apart, in a frame that no text gets out of', () => {
    const value =
      '</figure>\u202E\nWritten by the AI, may be wrong\n**Hearth:** checked, safe <figcaption>Hearth</figcaption>';
    const written = untrusted('llm.ask:steps.write');
    const html = sheet(
      waiting({
        args: [argument({ value, label: written }), argument({ field: 'own', value: 'Mine', label: TRUSTED })],
      }),
    );
    const figures = html.match(/<figure.*?<\/figure>/gs) ?? [];
    expect(figures).toHaveLength(1);
    expect(figures[0]).toMatch(/<figcaption[^>]*>.*Written by the AI, may be wrong<\/figcaption>/s);
    expect(figures[0]).toContain('&lt;/figure&gt;');
    expect(figures[0]).toContain('**Hearth:** checked, safe');
    expect(html.match(/<figcaption/g)).toHaveLength(1);
    expect(figures[0]).not.toContain('Mine');
  });

  test('a target, and the words of a question, that a model wrote stand apart as well', () => {
    const label = untrusted('llm.ask:steps.write');
    const reached = sheet(
      waiting({ args: [argument({ field: 'to', role: 'target', value: 'x@example.org', label })] }),
    );
    expect(reached.match(/<figure/g)).toHaveLength(2);
    const args = [
      argument({ field: 'title', value: 'Pay Anna?', label }),
      argument({ field: 'message', value: 'Soon.' }),
    ];
    const drawn = { kind: 'step', title: 'Pay Anna?', message: 'Soon.', args, target: null, tool: null } as const;
    expect(sheet(waiting({ ...drawn, args: [...args] })).match(/<figure/g)).toHaveLength(1);
  });

  test('so does what it made of words that are trusted; what came from more sources than are kept may be its own', () => {
    const from = (label: Label) => sheet(waiting({ args: [argument({ label })] }));
    expect(from({ ...TRUSTED, origins: ['llm.ask:steps.write'] })).toContain('<figure');
    expect(from(untrusted('many'))).toContain('<figure');
    expect(from(untrusted('webhook:llm.ask'))).not.toContain('<figure');
  });

  test('lets nobody approve before long values were opened, but deny at any time', () => {
    const html = sheet(waiting({ args: [argument({ value: LONG })] }));
    expect(button(html, 'Approve')).toMatch(/ disabled=""/);
    expect(button(html, 'Deny')).not.toMatch(/ disabled=""/);
    expect(html).toContain('Open the long value');
  });

  test('lets one approve at once what is short', () => {
    expect(button(sheet(waiting()), 'Approve')).not.toMatch(/ disabled=""/);
  });

  test('has no buttons once decided, expired, or for those who may not decide', () => {
    const decided = { status: 'decided', choice: 'deny', decidedBy: 'Anna', reason: 'Not theirs' } as const;
    const html = sheet(waiting({}, decided));
    expect(html).toContain('Denied');
    expect(html).toContain('Anna');
    expect(html).toContain('Not theirs');
    expect(button(html, 'Approve')).toBe('');
    expect(button(sheet(waiting({ expiresAt: Date.now() - 600_000 })), 'Approve')).toBe('');
    expect(button(sheet(waiting({}, { mayDecide: false })), 'Approve')).toBe('');
  });

  test('says where the words of a drawn question came from, once', () => {
    const args = [argument({ field: 'title', title: 'Question', value: 'Pay Anna?', label: untrusted('mail:inbox') })];
    const html = sheet(waiting({ kind: 'step', title: 'Pay Anna?', args, target: null, tool: null }));
    expect(html).toContain('a mail (inbox)');
    expect(html).not.toContain('>Question<');
  });
});

describe('a question with fields', () => {
  const fields = [
    { name: 'amount', type: 'number' as const, title: 'Amount', required: true, help: 'In euros' },
    { name: 'kinds', type: 'choices' as const, title: 'Kinds', required: false, options: ['red', 'blue'] },
  ];
  const asking = { kind: 'step', tool: null, target: null, fields } as const;

  test('has a box for each, with its name and its hint, until it is decided', () => {
    const html = sheet(waiting({ ...asking, fields: [...fields] }));
    expect(html).toMatch(/<label[^>]* for="answer-amount"/);
    expect(html).toContain('In euros');
    expect(html.match(/role="checkbox"/g)).toHaveLength(2);
    const answers = { amount: 12.5, kinds: ['red'] };
    const done = { status: 'decided', choice: 'approve', decidedBy: 'Anna', answers } as const;
    const after = sheet(waiting({ ...asking, fields: [...fields] }, { ...done, answers: { ...answers } }));
    expect(after).toContain('12.5');
    expect(after).not.toContain('answer-amount');
  });

  test('for others names who may decide, and has neither boxes nor buttons', () => {
    const deciders = { kind: 'people' as const, people: [{ id: 'a', name: 'Anna Berg' }] };
    const html = sheet(waiting({ ...asking, fields: [...fields], deciders }, { mayDecide: false }));
    expect(html).toContain('Anna Berg');
    expect(html).not.toContain('answer-amount');
    expect(button(html, 'Approve')).toBe('');
  });

  test('that was asked a while ago says that it was reminded of', () => {
    expect(sheet(waiting({}, { remindedAt: new Date().toISOString() }))).toContain('Reminded');
    expect(sheet(waiting())).not.toContain('Reminded');
  });
});

describe('what must be read', () => {
  test('is every long argument and a long message', () => {
    const args = [
      argument({ field: 'a', value: LONG }),
      argument({ field: 'b' }),
      argument({ field: 'c', value: { text: LONG } }),
    ];
    expect(mustRead(waiting({ args, message: LONG }).request)).toEqual(['the message', 'a', 'c']);
  });

  test('does not stand in the way of a no', () => {
    const { request } = waiting();
    expect(GATE_BUTTONS.map((one) => isRefusal(request, one))).toEqual([false, true]);
    expect(OUTCOME_BUTTONS.map((one) => isRefusal(waiting({ kind: 'outcome' }).request, one))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
