/** As the audit log names who did something: `user:<id>`, `token:<id>` or `system`. A bare id is a person's. */
export function actorText(by: string): string {
  return by === 'system' || by.includes(':') ? by : `user:${by}`;
}

/** The person's id where a column keeps one. */
export function personOf(by: string | undefined): string | null {
  if (by === undefined || by === 'system' || by.startsWith('token:')) return null;
  return by.replace(/^user:/, '');
}
