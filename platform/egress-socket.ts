/** Connections that are not HTTP: to the host of a connection only, at an address that was checked. */
import { connect, type Socket } from 'node:net';
import { Refused, Unreachable } from '#lib/errors.ts';
import { hostKey } from '#lib/host-key.ts';
import { checkedAddresses, reachOf, type Address, type Lookup } from '#platform/egress-address.ts';

type Place = {
  host: string;
  port: number;
  /** `host:port` of the connection: nothing else is reached. */
  connectionHosts: readonly string[];
  /** Only addresses of this machine. */
  loopbackOnly?: boolean;
  signal: AbortSignal;
  timeoutMs: number;
  /** For tests: stands in for DNS. */
  lookup?: Lookup;
};

/** Opens a socket. Throws Refused (not allowed) or Unreachable. */
export async function egressConnect(place: Place): Promise<Socket> {
  const { host, port, connectionHosts, lookup } = place;
  const where = `${host}:${port}`;
  if (!connectionHosts.some((listed) => hostKey(listed) === hostKey(where)))
    throw new Refused(`The connection may not be used with ${where}.`);
  const addresses = await checkedAddresses(new URL(`http://${where}`), { lookup, isListed: true });
  if (place.loopbackOnly && !addresses.every(isLoopback)) {
    throw new Refused(`${host} is not this machine: mail and password would cross the network unencrypted. Use TLS.`);
  }
  let failure: unknown;
  for (const { address } of addresses) {
    try {
      return await opened(address, place);
    } catch (error) {
      if (place.signal.aborted) throw place.signal.reason as Error;
      failure = error;
    }
  }
  throw new Unreachable(`Cannot reach ${where}. Is the address right, and is the service up?`, { cause: failure });
}

function isLoopback({ address }: Address): boolean {
  return reachOf(address) === 'private' && (address === '::1' || address.startsWith('127.'));
}

function opened(address: string, { port, signal, timeoutMs }: Place): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const socket = connect({ host: address, port });
    const end = (error: Error) => {
      within.removeEventListener('abort', stop);
      socket.destroy();
      reject(error);
    };
    const stop = () => end(within.reason as Error);
    socket.once('error', end);
    within.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => {
      socket.off('error', end);
      within.removeEventListener('abort', stop);
      resolve(socket);
    });
  });
}
