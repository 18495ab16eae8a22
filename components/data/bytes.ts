const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

/** `812 bytes`, `1.4 MB`. */
export function bytesText(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const shown = unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${shown} ${UNITS[unit] ?? ''}`;
}
