/** Where to go after signing in: a path of this site, never another one. */
export function safeNext(next: string | null): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/flows';
  return next;
}
