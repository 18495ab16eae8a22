import { createServer } from 'node:net';
import { Refused } from '#lib/errors.ts';

/** Refuses to go on when somebody else has the port, and says which setting helps. */
export async function requireFreePort(wanted: {
  port: number;
  host: string;
  setting: string;
  use: string;
}): Promise<void> {
  const problem = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ port: wanted.port, host: wanted.host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
  if (problem !== null) throw new Refused(explain(problem, wanted));
}

function explain(
  problem: NodeJS.ErrnoException,
  { port, host, setting, use }: Parameters<typeof requireFreePort>[0],
): string {
  if (problem.code === 'EADDRINUSE') {
    return `Port ${port}, which Hearth needs for ${use}, is taken by another program. Stop that, or set ${setting} to a free port.`;
  }
  if (problem.code === 'EACCES') return `Port ${port} may only be opened by root. Set ${setting} to a port above 1023.`;
  return `Hearth cannot listen on ${host}:${port} for ${use}: ${problem.message}.`;
}
