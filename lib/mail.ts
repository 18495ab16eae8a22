/** A mail address as Hearth takes it: no display name, nothing quoted, nothing that could begin another header. */
export const MAIL_ADDRESS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** The addresses of a line such as `ada@example.org, ben@example.org`, each once. */
export function addressesIn(text: string): string[] {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set(parts)];
}

/** Whether a line holds at least one address and nothing else. */
export function isAddressLine(text: string): boolean {
  const addresses = addressesIn(text);
  return addresses.length > 0 && addresses.every((address) => MAIL_ADDRESS.test(address) && !address.includes('..'));
}
