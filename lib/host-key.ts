/** One spelling of a host: small letters, no final dot, no usual port. */
export function hostKey(host: string): string {
  const text = host.trim().toLowerCase();
  const [, name = text, port = ''] = /^(.*?)(:\d+)?$/.exec(text) ?? [];
  const kept = port === ':80' || port === ':443' ? '' : port;
  return name.replace(/\.$/, '') + kept;
}
