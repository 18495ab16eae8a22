/** The time of day somewhere, for rules about hours. */

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Minute of the day and day of the week (1 is Monday) at a moment in a time zone. */
export function hourIn(zone: string, at: number): { minute: number; day: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
    day: DAYS.indexOf(parts['weekday'] ?? '') + 1,
  };
}

/** Minutes since midnight of a text such as `22:30`. */
export function durationOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether this is the name of a time zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
