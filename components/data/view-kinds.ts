import { fileKind, type FileHead } from '#lib/value-file.ts';
import { headOf, isTabular, type ValueHead } from '#lib/value-page.ts';
import type { Json } from '#lib/value.ts';

export type ViewKind = 'tree' | 'table' | 'json' | 'text' | 'html' | 'file';

/** A value at hand, or one of the server's of which only pieces are fetched. */
export type DataSource =
  { where: 'here'; value: Json; head: ValueHead } | { where: 'server'; ref: string; head: ValueHead; tabular: boolean; html: boolean };

/** A value at hand. */
export function sourceOf(value: Json): DataSource {
  return { where: 'here', value, head: headOf(value) };
}

const MARKUP = /^\s*(<!doctype html|<(html|head|body|div|p|table|h[1-6]|ul|ol|span|a|img|br|center|style)[\s>/])/i;

/** Whether a text is written as a page. */
export function isMarkup(text: string): boolean {
  return MARKUP.test(text.slice(0, 400));
}

/** The ways to look at a value; the first is the one it is shown in. */
export function viewsOf(source: DataSource): ViewKind[] {
  const { head } = source;
  if (head.file) return ['file', 'tree', 'json'];
  if (head.kind === 'text') {
    const html = source.where === 'here' ? isMarkup(String(head.value)) : source.html;
    return html ? ['text', 'html'] : ['text'];
  }
  if (head.length === 0) return ['text'];
  const tabular = source.where === 'here' ? isTabular(source.value) : source.tabular;
  const first: ViewKind[] = tabular ? ['table', 'tree'] : ['tree'];
  // Indented, a large value would have to be here whole.
  return source.where === 'here' ? [...first, 'json'] : first;
}

/** How a file is shown before it is saved. */
export function previewOf(file: FileHead, pdfViewer: boolean): 'image' | 'pdf' | 'html' | 'data' | 'none' {
  const kind = fileKind(file.contentType);
  if (kind === 'json' || kind === 'text') return 'data';
  if (kind === 'pdf') return pdfViewer ? 'pdf' : 'none';
  return kind === 'other' ? 'none' : kind;
}
