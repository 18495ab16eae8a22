import { randomUUID } from 'node:crypto';
import { beforeAll } from 'vitest';
import { GATE_BUTTONS, type ApprovalRequest } from '#lib/approval.ts';
import type { FlowEdge, FlowNode } from '#lib/flow.ts';
import { TRUSTED, untrusted } from '#lib/label.ts';
import type { Decider } from '#platform/approvals.ts';
import { db } from '#prisma/client.ts';

/** A flow row and a queued run of it, without going through ingest. */
export async function givenRun(over: { flowId?: string; status?: string } = {}) {
  const flowId = over.flowId ?? (await givenFlow()).flowId;
  const runId = randomUUID();
  const run = { flowId, versionId: 'v1', planHash: 'p', triggerId: 'start', mode: 'production', input: '{}' };
  await db().run.create({ data: { id: runId, rootRunId: runId, status: over.status ?? 'queued', ...run } });
  return { runId, flowId };
}

export async function givenFlow(drawing: { nodes?: FlowNode[]; edges?: FlowEdge[] } = {}) {
  const flowId = randomUUID();
  const draft = { format: 'hearth.flow/1', name: 'Test flow', nodes: [], edges: [], notes: [], ...drawing };
  await db().flow.create({ data: { id: flowId, name: 'Test flow', draft: JSON.stringify(draft) } });
  return { flowId };
}

/** Somebody who can decide. */
export function someone(name: string): Decider {
  return { userId: name.toLowerCase(), name, via: 'web' };
}

/** Points this file's process at a port where nothing listens. */
export function temporalIsDown(): void {
  process.env.HEARTH_TEMPORAL_PORT = '1';
  beforeAll(async () => {
    for (const name of ['Anna', 'Ben']) {
      await db().user.create({ data: { id: name.toLowerCase(), name, email: `${name.toLowerCase()}@example.org` } });
    }
  });
}

/** A gate's question about a mail. */
export function requestFor(run: { runId: string; flowId: string }): ApprovalRequest {
  return {
    kind: 'gate',
    run: { ...run, flowName: 'Test flow', versionId: 'v1', stepId: 'send', stepName: 'Send', iteration: '' },
    tool: { type: 'mail.send', version: 1, title: 'Send mail', risk: 'send' },
    args: [
      { field: 'to', title: 'To', role: 'target', value: 'eve@example.org', label: untrusted('webhook') },
      { field: 'text', title: 'Text', role: 'content', value: 'Hello', label: TRUSTED },
    ],
    target: { kind: 'mail', id: 'eve@example.org' },
    attachments: [{ name: 'a.pdf', size: 1, contentType: 'application/pdf', sha256: 'aa' }],
    connection: { id: 'c1', name: 'Mail', type: 'mail' },
    scope: TRUSTED,
    rule: 'untrusted-target',
    reason: 'The target came from outside.',
    title: 'Send: Send mail',
    message: 'The target came from outside.',
    buttons: GATE_BUTTONS,
    policyVersion: 0,
    expiresAt: Date.now() + 60_000,
    nonce: randomUUID(),
  };
}
