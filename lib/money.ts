/** An amount of US dollars to be read: `$12.50`; of what is less than a cent, two figures that count. */
export function dollars(amount: number): string {
  const digits = amount > 0 && amount < 0.01 ? Math.min(8, 1 - Math.floor(Math.log10(amount))) : 2;
  return `$${amount.toFixed(digits)}`;
}
