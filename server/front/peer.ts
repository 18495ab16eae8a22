import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';
import { CLIENT_IP_HEADER } from '#server/origin.ts';

/** What a proxy says about the client, and what only Hearth and Next say to themselves: never the sender's own words. */
export const NOT_FOR_CLIENTS =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-hearth-.*|x-middleware-.*|x-nextjs-.*|content-security-policy)$/;
const MOST_HOPS = 20;

/**
 * Decides who the client is and takes every header away that a client could use to pretend. Only a trusted proxy is
 * believed: it may name the client, the host and the protocol.
 */
export function cleanPeerHeaders(
  headers: IncomingHttpHeaders,
  peer: { address: string; trustedProxies: string[] },
): void {
  const address = plain(peer.address);
  const trusted = isTrusted(address, peer.trustedProxies);
  const client = trusted ? clientBehind(headers['x-forwarded-for'], address, peer.trustedProxies) : address;
  const host = trusted ? single(headers['x-forwarded-host']) : undefined;
  for (const name of Object.keys(headers)) if (NOT_FOR_CLIENTS.test(name)) delete headers[name];
  if (host !== undefined) headers.host = host;
  headers[CLIENT_IP_HEADER] = client;
}

/** Walks the chain from the nearest hop: the first address that no trusted proxy has is the client's. */
function clientBehind(header: string | string[] | undefined, nearest: string, trustedProxies: string[]): string {
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').slice(-MOST_HOPS).reverse();
  let client = nearest;
  for (const hop of hops) {
    const address = plain(hop.trim());
    if (!ipaddr.isValid(address)) return client;
    client = address;
    if (!isTrusted(address, trustedProxies)) return client;
  }
  return client;
}

function isTrusted(address: string, trustedProxies: string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return trustedProxies.some((entry) => {
    const range = entry.includes('/') ? entry : `${entry}/${ipaddr.process(entry).kind() === 'ipv4' ? 32 : 128}`;
    const [base, bits] = ipaddr.parseCIDR(range);
    return parsed.kind() === base.kind() && parsed.match(base, bits);
  });
}

function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function single(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text === undefined || text === '' ? undefined : text.split(',')[0]?.trim();
}
