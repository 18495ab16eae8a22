import { describe, expect, it, test } from 'vitest';
import { inertDocument } from '#components/data/html-document.ts';
import { referenceText } from '#components/data/path-text.ts';
import { pieceOf, pieceStarts, remoteStarts } from '#components/data/text-pieces.ts';
import { previewOf, sourceOf, viewsOf } from '#components/data/view-kinds.ts';

const file = (contentType: string) => ({ ref: 'a'.repeat(32), size: 1, contentType, name: '' });

describe('how a value is shown', () => {
  it('is chosen from what it is', () => {
    expect(viewsOf(sourceOf([{ a: 1 }]))).toEqual(['table', 'tree', 'json']);
    expect(viewsOf(sourceOf({ a: 1 }))).toEqual(['tree', 'json']);
    expect(viewsOf(sourceOf('words'))).toEqual(['text']);
    expect(viewsOf(sourceOf(' <!DOCTYPE html><p>x'))).toEqual(['text', 'html']);
    expect(viewsOf(sourceOf('1 < 2 and <b>'))).toEqual(['text']);
    expect(viewsOf(sourceOf([]))).toEqual(['text']);
    expect(viewsOf(sourceOf({ ...file('image/png'), preview: '' }))).toEqual(['file', 'tree', 'json']);
  });

  it('of a file is what browsers can show safely; a PDF only where there is a viewer', () => {
    expect(['image/png', 'image/svg+xml', 'text/html', 'text/csv', 'application/zip'].map((type) => previewOf(file(type), true))).toEqual([
      'image',
      'image',
      'html',
      'data',
      'none',
    ]);
    expect([true, false].map((viewer) => previewOf(file('application/pdf'), viewer))).toEqual(['pdf', 'none']);
  });
});

describe('a page from outside', () => {
  it('begins with the policy that lets nothing be fetched, whatever it brings', () => {
    const page = inertDocument('</head><meta http-equiv="refresh" content="0;url=//evil.test"><LINK rel=dns-prefetch href=//x><base href=//y>');
    expect(page.indexOf("default-src 'none'")).toBeLessThan(page.indexOf('</head>'));
    expect(page.slice(page.indexOf('</head>'))).not.toMatch(/<(meta|link|base)/i);
  });

  it('keeps what only begins like those', () => {
    expect(inertDocument('<p>links and <linkage>')).toContain('<p>links and <linkage>');
  });
});

describe('a long text', () => {
  it('is divided at ends of lines where there are any, and whole again when put together', () => {
    const text = `${'line of words\n'.repeat(400)}${'x'.repeat(5000)}`;
    const starts = pieceStarts(text);
    expect(starts.map((from, index) => text.slice(from, starts[index + 1])).join('')).toBe(text);
    expect(text[(starts[1] ?? 0) - 1]).toBe('\n');
    expect(pieceOf(starts, 0)).toBe(0);
    expect(pieceOf(starts, text.length)).toBe(starts.length - 1);
    expect(remoteStarts(40_000)).toEqual([0, 16_384, 32_768]);
  });
});

test('a path is written as expressions write it', () => {
  expect(referenceText(['messages', 0, 'subject line', 'to'])).toBe('messages[0].`subject line`.to');
  expect(referenceText([3, 'a'])).toBe('[3].a');
});
