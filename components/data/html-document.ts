/**
 * A page from outside, made so that it can be looked at and do nothing. It is shown in a frame without scripts and
 * without an origin; this policy comes before anything of the page itself, and lets nothing be fetched.
 */
const HEAD =
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'">` +
  '<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off">' +
  '<style>:root{color-scheme:light;background:#fff;color:#111;font:14px/1.5 sans-serif}body{margin:12px}</style>';

// A policy does not keep a browser from looking up names or opening connections beforehand.
const REACHING = /<(\/?)(link|meta|base)(?=[\s/>])/gi;

/** Larger pages are saved, not shown. */
export const MOST_HTML = 2 * 1024 * 1024;

/** The text of the document to show. */
export function inertDocument(html: string): string {
  return `<!doctype html>${HEAD}${html.replace(REACHING, '<$1inert-$2')}`;
}
