/** Asks the children whether they are well. */
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:http2';

const TIMEOUT_MS = 5_000;
const SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';
const SERVING = 1;

/** Whether the Temporal server says of itself that it serves (gRPC's standard health check). */
export async function temporalIsServing(port: number): Promise<boolean> {
  const session = connect(`http://127.0.0.1:${port}`);
  try {
    return await new Promise<boolean>((resolve) => {
      session.on('error', () => resolve(false));
      session.setTimeout(TIMEOUT_MS, () => resolve(false));
      const headers = {
        ':method': 'POST',
        ':path': '/grpc.health.v1.Health/Check',
        'content-type': 'application/grpc',
        te: 'trailers',
      };
      const call = session.request(headers);
      const answer: Buffer[] = [];
      call.on('error', () => resolve(false));
      call.on('data', (chunk: Buffer) => answer.push(chunk));
      call.on('end', () => resolve(isServing(Buffer.concat(answer))));
      call.end(healthCheckRequest());
    });
  } finally {
    session.destroy();
  }
}

/** Frame (uncompressed, length) around a message whose field 1 is the service's name. */
function healthCheckRequest(): Buffer {
  const message = Buffer.concat([Buffer.from([0x0a, SERVICE.length]), Buffer.from(SERVICE)]);
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

/** Field 1 of the answer is the status. */
function isServing(answer: Buffer): boolean {
  return answer.length >= 7 && answer[5] === 0x08 && answer[6] === SERVING;
}

/** Whether the web process answers its health route. */
export function webIsHealthy(web: { host: string; port: number; tls: boolean }): Promise<boolean> {
  const wildcard = web.host === '0.0.0.0' || web.host === '::';
  const options = {
    host: wildcard ? '127.0.0.1' : web.host,
    port: web.port,
    path: '/api/v1/health',
    headers: { host: 'localhost' },
    timeout: TIMEOUT_MS,
    agent: false,
    // The certificate is for the public name; this is a call from the same machine to itself.
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    const call = (web.tls ? tlsRequest : plainRequest)(options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}
