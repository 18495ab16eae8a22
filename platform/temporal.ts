/** The one way to the Temporal server: embedded on loopback, or an own cluster as the environment names it. */
import { Client, Connection, isGrpcServiceError, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { Unreachable } from '#lib/errors.ts';
import { clientDataConverter } from '#platform/codec.ts';
import { env } from '#platform/env.ts';

const CONNECT_TIMEOUT_MS = 2000;
// While the server is away, callers hear so at once and do not each wait for the same answer.
const RETRY_AFTER_MS = 500;
const GRPC_NOT_FOUND = 5;
const GRPC_ALREADY_EXISTS = 6;
const RETENTION_S = 24 * 3600;

const shared = globalThis as typeof globalThis & { hearthTemporal?: Promise<Client> | undefined };

/** Address, TLS and credentials; fits `Connection.connect` and `NativeConnection.connect`. */
export function connectionOptions(): Pick<ConnectionOptions, 'address' | 'tls' | 'apiKey' | 'metadata'> {
  const { temporalAddress, temporalPort } = env();
  if (!temporalAddress) return { address: `127.0.0.1:${temporalPort}` };
  return loadClientConnectConfig().connectionOptions;
}

/** The Temporal client of this process; connects on first use, and again after a failure. */
export async function temporalClient(): Promise<Client> {
  const pending = (shared.hearthTemporal ??= connect());
  try {
    return await pending;
  } catch (error) {
    if (shared.hearthTemporal === pending) {
      setTimeout(() => {
        if (shared.hearthTemporal === pending) shared.hearthTemporal = undefined;
      }, RETRY_AFTER_MS).unref();
    }
    throw error;
  }
}

const underWay = new Set<Promise<unknown>>();

/** A call that is given up after a time, with the client of this process. */
export async function callTemporal<T>(withinMs: number, call: (client: Client) => Promise<T>): Promise<T> {
  const client = await temporalClient();
  const calling = client.withDeadline(Date.now() + withinMs, () => call(client));
  underWay.add(calling);
  try {
    return await calling;
  } finally {
    underWay.delete(calling);
  }
}

/** Closes this process's connection, once what is under way has ended: a retry on a closed one would be caught by nobody. */
export async function closeTemporal(): Promise<void> {
  const pending = shared.hearthTemporal;
  shared.hearthTemporal = undefined;
  await Promise.allSettled(underWay);
  await pending?.then((client) => client.connection.close()).catch(() => {});
}

/** Creates the namespace when the server does not know it (the embedded server makes it at start). */
export async function ensureNamespace(): Promise<void> {
  const { connection } = await temporalClient();
  const namespace = env().temporalNamespace;
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return;
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== GRPC_NOT_FOUND) throw error;
  }
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: RETENTION_S as never },
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== GRPC_ALREADY_EXISTS) throw error;
  }
}

async function connect(): Promise<Client> {
  const options = connectionOptions();
  let connection: Connection;
  try {
    connection = await Connection.connect({
      ...options,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // A restarted server is found again in seconds, not in the default two minutes.
      channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2000 },
    });
  } catch (error) {
    throw new Unreachable(`Cannot reach Temporal at ${options.address ?? 'its address'}. Is it running?`, {
      cause: error,
    });
  }
  return new Client({ connection, namespace: env().temporalNamespace, dataConverter: clientDataConverter });
}
