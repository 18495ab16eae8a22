/** How long a move of the view takes; no time at all for people who asked their system for less motion. */
export function glide(milliseconds: number): { duration: number } {
  return { duration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds };
}
