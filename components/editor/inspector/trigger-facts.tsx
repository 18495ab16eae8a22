'use client';
import { Play } from 'lucide-react';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { TriggerView } from '#lib/views.ts';

/** How a trigger is reached and when it last was. */
export function TriggerFacts({ node }: { node: FlowNode }) {
  const { ui } = useEditor();
  const { detail } = useSync();
  const trigger = detail.triggers.find((one) => one.nodeId === node.id);
  return (
    <div className="flex flex-col gap-3">
      {node.type === 'webhook' &&
        (trigger?.url ? (
          <HookAddress url={trigger.url} />
        ) : (
          <Notice>It gets its address when you publish the flow.</Notice>
        ))}
      {trigger?.active && trigger.listener && <ListenerFacts listener={trigger.listener} />}
      {trigger?.lastError && <Notice tone="danger">{trigger.lastError}</Notice>}
      {trigger?.lastEventAt && (
        <p className="text-sm text-ink-faint">
          {trigger.listener ? 'Last message' : 'Last called'} <TimeAgo at={trigger.lastEventAt} />
        </p>
      )}
      {node.type !== 'schedule' && (
        <Button size="sm" className="self-start" onClick={() => ui.patch({ dialog: 'test' })}>
          <Play aria-hidden /> Run with input …
        </Button>
      )}
    </div>
  );
}

function ListenerFacts({ listener }: { listener: NonNullable<TriggerView['listener']> }) {
  const { accountName, connectedAt, checkedAt } = listener;
  if (connectedAt === null) {
    return (
      <Notice>
        Nobody listens to @{accountName} just now. Hearth does while the flow is published and not paused.
      </Notice>
    );
  }
  return (
    <p className="text-sm text-ink-faint">
      Listening to <bdi>@{accountName}</bdi> since <TimeAgo at={connectedAt} />
      {checkedAt && (
        <>
          , last heard of it <TimeAgo at={checkedAt} />
        </>
      )}
    </p>
  );
}

function HookAddress({ url }: { url: string }) {
  return (
    <div>
      <p className="mb-1 text-sm font-medium">Address</p>
      <div className="flex items-start gap-1 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 py-0.5 font-mono text-xs wrap-anywhere">{url}</code>
        <CopyButton text={url} label="webhook address" />
      </div>
      <p className="mt-1 text-xs text-ink-faint">Who knows it can start this flow. Treat it like a password.</p>
    </div>
  );
}
