import ipaddr from 'ipaddr.js';

export type Bind = { host: string; hasOwner: boolean; tls: boolean; trustedProxies: string[] };

/** Why the web must not listen there, in words for the person; null when it may. */
export function bindProblem({ host, hasOwner, tls, trustedProxies }: Bind): string | null {
  if (isLoopback(host)) return null;
  const reach = `HEARTH_HOST=${host} lets other machines reach Hearth`;
  if (!hasOwner) {
    return `${reach}, but there is no owner yet. Start once without HEARTH_HOST and create the owner, or run "npm run -s hearth -- setup".`;
  }
  if (!tls && trustedProxies.length === 0) {
    return `${reach} over plain HTTP. Set HEARTH_TLS_CERT and HEARTH_TLS_KEY, or HEARTH_TRUSTED_PROXIES to the address of a proxy that speaks TLS.`;
  }
  return null;
}

/** Whether an address to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const bare = host.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}
