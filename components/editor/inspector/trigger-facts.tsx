'use client';
import { ExternalLink, Play } from 'lucide-react';
import { useTranslations } from 'use-intl';
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

const ADDRESSES = { webhook: { opens: false }, form: { opens: true } } as const;
type Addressed = keyof typeof ADDRESSES;

const timeAgo = (at: string) => () => <TimeAgo at={at} />;

/** How a trigger is reached and when it last was. */
export function TriggerFacts({ node }: { node: FlowNode }) {
  const t = useTranslations('inspector.trigger');
  const { ui } = useEditor();
  const { detail } = useSync();
  const trigger = detail.triggers.find((one) => one.nodeId === node.id);
  return (
    <div className="flex flex-col gap-3">
      {Object.hasOwn(ADDRESSES, node.type) &&
        (trigger?.url ? (
          <Address url={trigger.url} kind={node.type as Addressed} />
        ) : (
          <Notice>{t('noAddress')}</Notice>
        ))}
      {trigger?.active && trigger.listener && <ListenerFacts listener={trigger.listener} />}
      {trigger?.lastError && <Notice tone="danger">{trigger.lastError}</Notice>}
      {node.type === 'schedule' && trigger && <MissedFires flowId={detail.id} triggerId={trigger.id} />}
      {trigger?.pace && <PaceFacts pace={trigger.pace} />}
      {trigger?.lastEventAt && (
        <p className="text-sm text-ink-faint">
          {t.rich(trigger.listener ? 'lastMessage' : 'lastCalled', { when: timeAgo(trigger.lastEventAt) })}
        </p>
      )}
      {!['manual', 'chat.message', 'error'].includes(node.type) && <ListenBox node={node} />}
      {node.type !== 'schedule' && (
        <Button size="sm" className="self-start" onClick={() => ui.patch({ dialog: 'test' })}>
          <Play aria-hidden /> {t('runWith')}
        </Button>
      )}
    </div>
  );
}

function PaceFacts({ pace }: { pace: NonNullable<TriggerView['pace']> }) {
  const t = useTranslations('inspector.trigger');
  const { waiting, nextAt, dropped, droppedAt } = pace;
  return (
    <>
      {waiting > 0 && (
        <Notice>
          {nextAt ? t.rich('waitingNext', { waiting, when: timeAgo(nextAt) }) : t('waiting', { waiting })}
        </Notice>
      )}
      {dropped > 0 && (
        <p className="text-sm text-ink-faint tabular-nums">
          {droppedAt ? t.rich('droppedLast', { dropped, when: timeAgo(droppedAt) }) : t('dropped', { dropped })}
        </p>
      )}
    </>
  );
}

function ListenerFacts({ listener }: { listener: NonNullable<TriggerView['listener']> }) {
  const t = useTranslations('inspector.trigger');
  const { accountName, connectedAt, checkedAt } = listener;
  if (connectedAt === null) {
    return <Notice>{t.rich('deaf', { account: () => <bdi>@{accountName}</bdi> })}</Notice>;
  }
  return (
    <p className="text-sm text-ink-faint">
      {t.rich(checkedAt ? 'listeningHeard' : 'listening', {
        account: () => <bdi>@{accountName}</bdi>,
        since: timeAgo(connectedAt),
        heard: timeAgo(checkedAt ?? connectedAt),
      })}
    </p>
  );
}

function Address({ url, kind }: { url: string; kind: Addressed }) {
  const t = useTranslations('inspector.trigger');
  return (
    <div>
      <p className="mb-1 text-sm font-medium">{t('address')}</p>
      <div className="flex items-start gap-1 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 py-0.5 font-mono text-xs wrap-anywhere">{url}</code>
        {ADDRESSES[kind].opens && (
          <Button variant="ghost" size="iconSm" asChild>
            <a href={url} target="_blank" rel="noreferrer" aria-label={t('openForm')} title={t('openForm')}>
              <ExternalLink aria-hidden />
            </a>
          </Button>
        )}
        <CopyButton text={url} label={t(`${kind}Address`)} />
      </div>
      <p className="mt-1 text-xs text-ink-faint">{t(`${kind}Hint`)}</p>
    </div>
  );
}
