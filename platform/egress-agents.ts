/** Connections that are kept open for a moment, each to addresses that were checked. */
import { Agent } from 'undici';
import type { Address } from '#platform/egress-address.ts';

/** Shorter than any server's patience: who asks again must not meet a connection that is just being closed. */
const KEEP_ALIVE_MS = 2000;
const MOST_AGENTS = 50;

const agents = new Map<string, Agent>();

/**
 * The agent for a request. The addresses are checked anew for each; only one to the same place and addresses shares
 * connections, and only if it may be repeated: a connection that dies as it is used again says nothing of what arrived.
 */
export function pinnedAgent(at: { origin: string; addresses: Address[]; repeatable: boolean }): Agent {
  const { origin, addresses, repeatable } = at;
  if (!repeatable) return agentFor(addresses, { pipelining: 0 });
  const key = [origin, ...addresses.map(({ address }) => address)].join(' ');
  const known = agents.get(key);
  const agent = known ?? agentFor(addresses, { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS });
  // The one used last stands last.
  agents.delete(key);
  agents.set(key, agent);
  const [oldest] = agents;
  if (agents.size > MOST_AGENTS && oldest) {
    agents.delete(oldest[0]);
    void oldest[1].close();
  }
  return agent;
}

/** To one of the addresses that were checked: a second answer of DNS changes nothing. */
function agentFor(addresses: Address[], options: Agent.Options): Agent {
  return new Agent({
    ...options,
    connect: {
      lookup: (_host, asked, done) => {
        const [first] = addresses;
        if (asked.all) done(null, addresses);
        else done(null, first?.address ?? '', first?.family);
      },
    },
  });
}
