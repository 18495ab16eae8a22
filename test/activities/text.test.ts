import { describe, expect, it } from 'vitest';
import type { ActivityContext } from '#activities/context.ts';
import { text as implemented } from '#activities/text.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { handMadeContext } from './hand-made-context.ts';

type Step = (input: unknown, context: ActivityContext) => Promise<Record<string, unknown>>;
const text = implemented as unknown as Record<keyof typeof implemented, Step>;

async function split(given: Record<string, Json>) {
  return (await text['text.split'](nodes['text.split'].input.parse(given), handMadeContext())) as { items: string[] };
}

async function plain(html: string, more: Record<string, Json> = {}) {
  const input = nodes['html.toText'].input.parse({ html, ...more });
  return (await text['html.toText'](input, handMadeContext())).text;
}

async function html(markdown: string) {
  const input = nodes['markdown.toHtml'].input.parse({ markdown });
  return (await text['markdown.toHtml'](input, handMadeContext())).html;
}

describe('text.split', () => {
  it('cuts at line ends of every kind', async () => {
    expect((await split({ text: 'a\r\nb\n\n c ' })).items).toEqual(['a', 'b', 'c']);
    expect((await split({ text: 'a\n\n b', trim: false, skipEmpty: false })).items).toEqual(['a', '', ' b']);
  });

  it('cuts at a separator, which is no pattern', async () => {
    expect((await split({ text: 'a.b.c', by: 'separator', separator: '.' })).items).toEqual(['a', 'b', 'c']);
    expect(nodes['text.split'].input.safeParse({ text: 'a', by: 'separator' }).success).toBe(false);
  });

  it('cuts into pieces without tearing a character apart', async () => {
    expect((await split({ text: '😀😁😂', by: 'length', length: 2 })).items).toEqual(['😀😁', '😂']);
  });

  it('does not make more pieces than it can hand on', async () => {
    await expect(async () => split({ text: 'a\n'.repeat(100_001) })).rejects.toThrow(/more than 100,000/);
    await expect(async () => split({ text: 'a'.repeat(100_001), by: 'length', length: 1 })).rejects.toThrow(
      /more than/,
    );
  });
});

describe('html.toText', () => {
  it('leaves scripts, styles and pictures out and keeps links if asked', async () => {
    const page =
      '<style>p{}</style><script>alert(1)</script><p>Hello <a href="https://a.example">you</a></p><img src=x>';
    expect(await plain(page)).toBe('Hello you (https://a.example)');
    expect(await plain(page, { links: 'drop' })).toBe('Hello you');
  });

  it('survives nesting that would fill the stack', async () => {
    expect(await plain(`${'<div>'.repeat(20_000)}deep`)).toBeTypeOf('string');
  });
});

describe('markdown.toHtml', () => {
  it('writes headings, lists and links', async () => {
    const made = await html('# Hi\n\n- a\n- [b](https://b.example)');
    expect(made).toContain('<h1>Hi</h1>');
    expect(made).toContain('<a href="https://b.example">b</a>');
  });

  it.each([
    '<script>alert(1)</script>',
    'x <img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '![x](javascript:alert(1))',
    '[x](data:text/html,<b>)',
    '[x](https://a.example "onmouseover=\\"alert(1)")',
    '<a href="javascript:alert(1)">x</a>',
  ])('passes no live HTML on from %s', async (markdown) => {
    const made = await html(markdown);
    expect(made).not.toMatch(/<(script|img)|href="(javascript|data)|<[^>]*"[^>]*\bon\w+="/i);
  });
});
