import type { Problem } from '#lib/plan.ts';
import type { Finding } from '#nodes/lint/finding.ts';

/** What a step shows of findings: notes are for whoever asks. */
export function weighty(findings: readonly Finding[]): Problem[] {
  return findings.flatMap(({ severity, ...one }) => (severity === 'note' ? [] : [{ ...one, severity }]));
}
