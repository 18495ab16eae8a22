/** `?view=list` and `?view=drawing` choose; else a narrow window begins with the list. */
export function beginsAsList(): boolean {
  const asked = new URLSearchParams(window.location.search).get('view');
  if (asked === 'list' || asked === 'drawing') return asked === 'list';
  return window.matchMedia('(max-width: 47.99rem)').matches;
}
