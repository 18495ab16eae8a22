import type { IncomingMessage, ServerResponse } from 'node:http';
import { asksToShow, PDF_POLICY } from '#server/files/file-policy.ts';
import { FORM_POLICY } from '#server/forms/form-style.ts';

// What a flow answers is shown to whoever called the webhook: it must never run as a page of Hearth.
const INERT = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * Sets the security headers of an answer. Next reads the nonce out of the same header on the request and puts it on its
 * own scripts; no other inline script runs.
 */
export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  page: { nonce: string; dev: boolean },
): void {
  const path = request.url ?? '/';
  const isForm = path.startsWith('/forms/');
  const isShown = asksToShow(path);
  const inert = isShown ? PDF_POLICY : INERT;
  const policy = isForm ? FORM_POLICY : /^\/((hooks|api)\/|mcp($|\?))/.test(path) ? inert : pagePolicy(page);
  request.headers['content-security-policy'] = policy;
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', isShown ? 'SAMEORIGIN' : 'DENY');
  response.setHeader('Referrer-Policy', 'same-origin');
  // A browser may refuse a page that is in a sandbox and wants to be alone in its group of pages.
  if (!isForm) response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  if (!path.startsWith('/_next/')) response.setHeader('Cache-Control', 'no-store');
}

function pagePolicy({ nonce, dev }: { nonce: string; dev: boolean }): string {
  return [
    "default-src 'self'",
    // React's development build shows where an error came from by means of eval.
    `script-src 'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ''}`,
    // The canvas places its nodes with style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
