'use client';
import { ExternalLink, Play } from 'lucide-react';
import { useEditor } from '#components/editor/editor-context.tsx';
import { ListenBox } from '#components/editor/inspector/listen-box.tsx';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { MissedFires } from '#components/runs/missed-fires.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowNode } from '#lib/flow.ts';
import type { TriggerView } from '#lib/views.ts';

const ADDRESSES = {
  webhook: {
    name: 'webhook',
    hint: 'Who knows it can start this flow. Treat it like a password.',
    opens: false,
  },
  form: { name: 'form', hint: 'Everybody who knows it can fill in the form.', opens: true },
};

/** How a trigger is reached and when it last was. */
export function TriggerFacts({ node }: { node: FlowNode }) {
  const { ui } = useEditor();
  const { detail } = useSync();
  const trigger = detail.triggers.find((one) => one.nodeId === node.id);
  return (
    <div className="flex flex-col gap-3">
      {Object.hasOwn(ADDRESSES, node.type) &&
        (trigger?.url ? (
          <Address url={trigger.url} {...ADDRESSES[node.type as keyof typeof ADDRESSES]} />
        ) : (
          <Notice>It gets its address when you publish the flow.</Notice>
        ))}
      {trigger?.active && trigger.listener && <ListenerFacts listener={trigger.listener} />}
      {trigger?.lastError && <Notice tone="danger">{trigger.lastError}</Notice>}
      {node.type === 'schedule' && trigger && <MissedFires flowId={detail.id} triggerId={trigger.id} />}
      {trigger?.pace && <PaceFacts pace={trigger.pace} />}
      {trigger?.lastEventAt && (
        <p className="text-sm text-ink-faint">
          {trigger.listener ? 'Last message' : 'Last called'} <TimeAgo at={trigger.lastEventAt} />
        </p>
      )}
      {!['manual', 'error'].includes(node.type) && <ListenBox node={node} />}
      {node.type !== 'schedule' && (
        <Button size="sm" className="self-start" onClick={() => ui.patch({ dialog: 'test' })}>
          <Play aria-hidden /> Run with input …
        </Button>
      )}
    </div>
  );
}

function PaceFacts({ pace }: { pace: NonNullable<TriggerView['pace']> }) {
  const { waiting, nextAt, dropped, droppedAt } = pace;
  return (
    <>
      {waiting > 0 && (
        <Notice>
          {waiting} {waiting === 1 ? 'event waits' : 'events wait'} for {waiting === 1 ? 'its' : 'their'} turn
          {nextAt && (
            <>
              , next <TimeAgo at={nextAt} />
            </>
          )}
          .
        </Notice>
      )}
      {dropped > 0 && (
        <p className="text-sm text-ink-faint tabular-nums">
          {dropped} {dropped === 1 ? 'event was' : 'events were'} not taken, because too many came
          {droppedAt && (
            <>
              , last <TimeAgo at={droppedAt} />
            </>
          )}
          .
        </p>
      )}
    </>
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

function Address({ url, name, hint, opens }: { url: string; name: string; hint: string; opens: boolean }) {
  return (
    <div>
      <p className="mb-1 text-sm font-medium">Address</p>
      <div className="flex items-start gap-1 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 py-0.5 font-mono text-xs wrap-anywhere">{url}</code>
        {opens && (
          <Button variant="ghost" size="iconSm" asChild>
            <a href={url} target="_blank" rel="noreferrer" aria-label="Open the form" title="Open the form">
              <ExternalLink aria-hidden />
            </a>
          </Button>
        )}
        <CopyButton text={url} label={`${name} address`} />
      </div>
      <p className="mt-1 text-xs text-ink-faint">{hint}</p>
    </div>
  );
}
