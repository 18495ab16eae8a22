import { bareType } from '#lib/value-file.ts';

const LONGEST = 120;
const NAMELESS = 'file';

const ENDINGS: Record<string, readonly string[]> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
  'image/avif': ['.avif'],
  'image/bmp': ['.bmp'],
  'image/svg+xml': ['.svg'],
  'application/json': ['.json'],
  'text/plain': ['.txt', '.md', '.log', '.csv', '.tsv'],
  'text/csv': ['.csv'],
  'text/html': ['.html', '.htm'],
};

// Paths, quotes and what browsers and shells take for more than a name; invisible and direction-changing characters.
const UNFIT = /[\p{C}\p{Zl}\p{Zp}"\\/:*?<>|%]/gu;

/** A name to save a file under: one line, no path, nothing hidden, and with the ending of what it is. */
export function fileName(name: string, contentType: string): string {
  const clean = [...name.normalize('NFC').replace(UNFIT, '_')]
    .slice(0, LONGEST)
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const endings = ENDINGS[bareType(contentType)] ?? [];
  const base = clean === '' ? NAMELESS : clean;
  const fits = endings.length === 0 || endings.some((ending) => base.toLowerCase().endsWith(ending));
  return fits ? base : `${base}${endings[0] ?? ''}`;
}

/** The header that says how a file is to be taken: to be saved, unless it may show. */
export function dispositionOf(name: string, shows: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${shows ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
