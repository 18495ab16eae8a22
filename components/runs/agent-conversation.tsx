'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, SendHorizontal } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { LongText } from '#components/data/long-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SaidFiles } from '#components/runs/said-files.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardBody } from '#components/ui/card.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import type { SaidBody } from '#lib/agent-words.ts';
import type { ConversationPage, MessageView } from '#lib/views-agents.ts';
import type { RunView } from '#lib/views-runs.ts';

/** What an agent and those it works for say, with the means to step in while it works. */
export default function AgentConversation({ run }: { run: RunView }) {
  const t = useTranslations('runs.agent');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const conversation = useQuery(trpc.runs.conversation.queryOptions({ id: run.id }));
  const key = trpc.runs.conversation.queryKey({ id: run.id });
  // Whatever happens in the run may have brought a message.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: key });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key is made anew each time, and is the same
  }, [run.lastEventId, run.status]);
  const mayRun = useRight('run') && run.endedAt === null;
  return (
    <section aria-labelledby="conversation-title">
      <div className="mb-2.5 flex flex-wrap items-center gap-2">
        <h2 id="conversation-title" className="mr-auto text-lg font-semibold">
          {t('title')}
        </h2>
        {conversation.data && <Spent page={conversation.data} />}
        {mayRun && conversation.data && <PauseButton id={run.id} paused={conversation.data.paused} />}
      </div>
      <Card>
        <CardBody className="flex flex-col gap-4 pt-4">
          {conversation.isPending && <SkeletonRows rows={3} className="h-10" />}
          {conversation.isError && (
            <ErrorState message={messageOf(conversation.error)} onRetry={() => void conversation.refetch()} />
          )}
          {conversation.data && <Messages page={conversation.data} />}
          {mayRun && <Tell id={run.id} />}
        </CardBody>
      </Card>
    </section>
  );
}

function Spent({ page }: { page: ConversationPage }) {
  const t = useTranslations('runs.agent');
  const cost = page.cost === null ? t('costUnknown') : t('cost', { cost: page.cost });
  return <span className="text-sm text-ink-soft">{`${t('tokens', { count: page.tokens })} · ${cost}`}</span>;
}

function Messages({ page }: { page: ConversationPage }) {
  const t = useTranslations('runs.agent');
  if (page.messages.length === 0) return <p className="text-sm text-ink-soft">{t('empty')}</p>;
  return (
    <ol className="flex flex-col gap-3" aria-label={t('title')}>
      {page.more && <li className="text-sm text-ink-soft">{t('earlier')}</li>}
      {page.messages.map((message) => (
        <li key={message.seq} className={message.ofThisRun ? undefined : 'opacity-75'}>
          <Message message={message} />
        </li>
      ))}
    </ol>
  );
}

function Message({ message }: { message: MessageView }) {
  const t = useTranslations('runs.agent');
  const { body, label, turn, compacted } = message;
  return (
    <article className="flex flex-col gap-1.5">
      <header className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        <span className="font-medium text-ink">{speaker(body, t)}</span>
        {turn === null && <Badge tone="wait">{t('notHeard')}</Badge>}
        {compacted && <Badge tone="outline">{t('inShort')}</Badge>}
        <LabelBadge label={label} />
      </header>
      <Body body={body} />
    </article>
  );
}

type Texts = ReturnType<typeof useTranslations<'runs.agent'>>;

function speaker(body: SaidBody, t: Texts): string {
  if (body.role === 'user') return body.files ? t('files') : (body.by ?? t('task'));
  if (body.role === 'summary') return t('summary');
  return body.role === 'tool' ? t('tool') : t('assistant');
}

function Body({ body }: { body: SaidBody }) {
  if (body.role === 'tool') {
    return body.results.map(({ id, name, text, isError }) => (
      <div key={id} className="rounded-md border border-line bg-ground px-3 py-2">
        <p className={`mb-1 font-mono text-sm ${isError ? 'text-danger' : 'text-ink-soft'}`}>{name}</p>
        <LongText text={text} mono />
      </div>
    ));
  }
  if (body.role === 'user' && body.files) return <SaidFiles files={body.files} />;
  const calls = body.role === 'assistant' ? body.calls : [];
  return (
    <>
      {body.text !== '' && <LongText text={body.text} />}
      {body.role === 'summary' && body.files && (
        <LongText text={body.files.join('\n')} mono className="text-ink-soft" />
      )}
      {calls.map(({ id, name, args, unreadable }) => (
        <div key={id} className="rounded-md border border-line px-3 py-2 font-mono text-sm">
          <p className="font-medium">{name}</p>
          <VisibleText text={unreadable ?? JSON.stringify(args, null, 2)} className="text-ink-soft" />
        </div>
      ))}
    </>
  );
}

function PauseButton({ id, paused }: { id: string; paused: boolean }) {
  const t = useTranslations('runs.agent');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const after = {
    onError: (error: unknown) => void toast.error(messageOf(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.runs.conversation.queryKey({ id }) }),
  };
  const pause = useMutation(trpc.runs.pause.mutationOptions(after));
  const resume = useMutation(trpc.runs.resume.mutationOptions(after));
  const change = paused ? resume : pause;
  return (
    <Button size="sm" busy={change.isPending} onClick={() => change.mutate({ id })}>
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {t(paused ? 'resume' : 'pause')}
    </Button>
  );
}

function Tell({ id }: { id: string }) {
  const t = useTranslations('runs.agent');
  const [text, setText] = useState('');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const tell = useMutation(
    trpc.runs.tell.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => {
        setText('');
        return queries.invalidateQueries({ queryKey: trpc.runs.conversation.queryKey({ id }) });
      },
    }),
  );
  return (
    <form
      className="flex items-end gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') tell.mutate({ id, text });
      }}
    >
      <Textarea
        className="grow"
        rows={2}
        maxLength={20_000}
        aria-label={t('tell')}
        placeholder={t('tellHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" busy={tell.isPending} disabled={text.trim() === ''}>
        <SendHorizontal aria-hidden />
        {t('send')}
      </Button>
    </form>
  );
}
