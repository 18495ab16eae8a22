/** Whether a text looks like it holds a password or key. A guess that only ever warns. */

const SHAPES = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(?:sk|pk|rk)[-_][\w-]{20,}/,
  /\bgh[pousr]_\w{20,}/,
  /\bgithub_pat_\w{20,}/,
  /\bglpat-[\w-]{16,}/,
  /\bxox[abprs]-[\w-]{10,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bhearth_\w{20,}/,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/,
  /\b\d{8,10}:[\w-]{35}\b/,
  /\b(?:bearer|basic)\s+[\w.~+/=-]{12,}/i,
  /\/\/[^/\s:@]+:[^/\s@]+@/,
  /\b(?:password|passwd|passwort|secret|token|api[-_]?key|authorization|x-api-key)["']?\s*[:=]\s*["']?[^\s"'{}]{8,}/i,
];

/** True for texts that a person would rather not show. */
export function holdsSecret(text: string): boolean {
  return SHAPES.some((shape) => shape.test(text));
}
