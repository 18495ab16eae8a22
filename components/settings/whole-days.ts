/** Days as a date field gives them (2026-03-01), as moments where the browser is. */

/** When the day begins. */
export function firstMoment(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** The last second of the day. */
export function lastMoment(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
