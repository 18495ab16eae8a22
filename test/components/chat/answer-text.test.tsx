import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AnswerText, outwardHost } from '#components/chat/answer-text.tsx';
import { withFiles } from '#components/chat/attachments.ts';
import { turnsOf } from '#components/chat/turns.ts';
import type { ChatEntry } from '#lib/views-chat.ts';
import { inLanguage } from '#test/support/in-language.tsx';

const drawn = (text: string) => renderToStaticMarkup(inLanguage(<AnswerText text={text} />));

describe('an answer', () => {
  it('is drawn with lists, tables, code and emphasis', () => {
    const html = drawn(
      '# Walks\n\n- **one**\n\n| a | b |\n|------------------------------|---|\n| 1 | 2 |\n\n```\nx < y\n```',
    );
    for (const part of ['<strong', '<li', '<td', '<pre', 'x &lt; y']) expect(html).toContain(part);
    // A heading of its own would stand among those of the page.
    expect(html).not.toMatch(/<h[1-6]/);
  });

  it('hostile Markdown loads nothing, leads nowhere unsaid and stops no page', () => {
    const html = drawn(
      [
        '<img src=x onerror=alert(1)> <script>alert(1)</script>',
        '![pixel](https://evil.example/?secret=1)',
        '[approve](/inbox/1) [do](javascript:alert(1)) [data](data:text/html,x) [file](/api/files/0?show=1)',
        '[my bank](https://аррӏе.com/login) [bank.example](https://bank.example@evil.example/)',
        'zero\u200bwidth',
      ].join('\n\n'),
    );
    expect(html).not.toMatch(/<(img|script|iframe|form|input)/);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://evil.example/?secret=1',
      'https://аррӏе.com/login',
      'https://bank.example@evil.example/',
    ]);
    expect(html).toContain('(xn--');
    expect(html.match(/\(evil\.example\)/g)).toHaveLength(2);
    expect(html).toContain('U+200B');
    for (const deep of [
      '>'.repeat(5000),
      '- '.repeat(5000),
      '['.repeat(20_000),
      '*'.repeat(50_000),
      '_a'.repeat(20_000),
    ])
      expect(drawn(`${deep} text`)).toContain('text');
  });

  it('leads out of Hearth by web and mail alone', () => {
    expect(outwardHost('https://example.org/a')).toBe('example.org');
    expect(outwardHost('mailto:bo@example.org')).toBe('bo@example.org');
    for (const href of ['/runs/1', '//evil.example', 'javascript:alert(1)', 'file:///etc/passwd', 'https://'])
      expect(outwardHost(href)).toBeNull();
  });
});

describe('what is written', () => {
  it('takes five files and six megabytes, and says what it left out', () => {
    const file = (size: number) => new File([new Uint8Array(size)], 'a');
    expect(
      withFiles(
        [],
        Array.from({ length: 7 }, () => file(1)),
      ),
    ).toMatchObject({ refused: 'many' });
    const { files, refused } = withFiles([], [file(4 * 1024 * 1024), file(3 * 1024 * 1024), file(1)]);
    expect([files.length, refused]).toEqual([2, 'large']);
  });

  it('stands with the answer of its run, also when a stretch ends between them', () => {
    const entry = (seq: number, role: 'person' | 'flow', runId: string): ChatEntry => ({
      ...{ id: String(seq), seq, role, runId },
      ...{ text: '', files: [], createdAt: '' },
    });
    const turns = turnsOf([
      { entries: [entry(1, 'person', 'a'), entry(2, 'person', 'a')], runs: [] },
      { entries: [entry(3, 'flow', 'a'), entry(4, 'person', 'b')], runs: [] },
    ]);
    expect(turns.map(({ said, answer }) => [said.length, answer?.id])).toEqual([
      [2, '3'],
      [1, undefined],
    ]);
  });
});
