/** Which addresses Hearth may connect to, judged by what a name resolves to and never by how it is written. */
import { lookup as dnsLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { Refused, Unreachable } from '#lib/errors.ts';
import { env } from '#platform/env.ts';

export type Address = { address: string; family: number };
export type Lookup = (host: string) => Promise<Address[]>;

/** `public`: anybody's. `private`: reachable if the owner listed the host. `never`: whatever anybody listed. */
export type Reach = 'public' | 'private' | 'never';

// Ranges that exist to reach devices at home; all other special ranges are of no use to a flow.
const AT_HOME = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat', 'linkLocal']);
// Where cloud machines keep their credentials.
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);
const LOCALHOST: Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Judges one resolved address. IPv6 that carries an IPv4 address (mapped, NAT64, 6to4, Teredo) is never used. */
export function reachOf(address: string): Reach {
  if (!ipaddr.isValid(address)) return 'never';
  const parsed = ipaddr.parse(address);
  if (METADATA.has(parsed.toString())) return 'never';
  const range = parsed.range();
  if (range === 'unicast') {
    return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_V6) ? 'public' : 'never';
  }
  return AT_HOME.has(range) ? 'private' : 'never';
}

/** Finds the addresses of a URL's host and refuses it unless all of them may be reached. They are then pinned. */
export async function checkedAddresses(
  url: URL,
  options: { lookup?: Lookup | undefined; isListed: boolean },
): Promise<Address[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await resolve(host, options.lookup ?? systemLookup);
  for (const { address } of addresses) {
    const reach = reachOf(address);
    if (reach === 'never') throw new Refused(`${url.host} may not be reached: ${address} is a reserved address.`);
    if (reach === 'private' && !options.isListed) {
      throw new Refused(
        `${url.host} is in your own network (${address}). List the host in Settings, Contacts, if flows may reach it.`,
      );
    }
    if (isOwnPort(url, address)) throw new Refused(`${url.host} is Hearth itself. Flows may not call it.`);
  }
  return addresses;
}

async function resolve(host: string, lookup: Lookup): Promise<Address[]> {
  // Resolvers differ about the name with a final dot or a part before it; it always means this machine (RFC 6761).
  if (/(^|\.)localhost\.?$/.test(host)) return LOCALHOST;
  let found: Address[];
  try {
    found = await lookup(host);
  } catch (error) {
    throw new Unreachable(`There is no host called ${host}. Is the name right?`, { cause: error });
  }
  if (found.length === 0) throw new Unreachable(`There is no host called ${host}. Is the name right?`);
  return found;
}

function systemLookup(host: string): Promise<Address[]> {
  return dnsLookup(host, { all: true, verbatim: true });
}

function isOwnPort(url: URL, address: string): boolean {
  const { port, temporalPort, temporalAddress } = env();
  const own = [port, temporalPort, Number(temporalAddress?.split(':').at(-1))];
  const target = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return own.includes(target) && isThisMachine(address);
}

function isThisMachine(address: string): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed.range() === 'loopback') return true;
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return own.some((one) => ipaddr.isValid(one.address) && ipaddr.parse(one.address).toString() === parsed.toString());
}
