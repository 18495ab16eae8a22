'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useRight } from '#components/shell/session.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { FlowOfferView } from '#lib/views-mcp.ts';

/** Whether other assistants may start the flow, and how they find it. */
export function OfferFields({ flowId }: { flowId: string }) {
  const t = useTranslations('editor.offer');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayOffer = useRight('admin');
  const offer = useQuery(trpc.mcp.offer.queryOptions({ id: flowId }));
  const change = useMutation(
    trpc.mcp.setOffer.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.mcp.offer.queryKey({ id: flowId }) }),
    }),
  );
  if (offer.isPending) return <Skeleton className="h-16" />;
  if (!offer.data) return <ErrorState message={messageOf(offer.error)} onRetry={() => void offer.refetch()} />;
  const { offered } = offer.data;
  return (
    <div className="flex flex-col gap-3">
      <Field
        id="flow-offer"
        label={t('offer')}
        hint={mayOffer ? t('help') : t('admins')}
        error={change.error ? messageOf(change.error) : undefined}
      >
        <Switch
          checked={change.isPending ? change.variables.offered : offered}
          disabled={!mayOffer || change.isPending}
          onCheckedChange={(on) => change.mutate({ id: flowId, offered: on })}
        />
      </Field>
      {offered && <Offered offer={offer.data} />}
    </div>
  );
}

function Offered({ offer: { url, tool, hindrance } }: { offer: FlowOfferView }) {
  const t = useTranslations('editor.offer');
  return (
    <>
      {hindrance && <Notice tone="warning">{t(`hindrances.${hindrance}`)}</Notice>}
      <dl className="flex flex-col gap-2 text-sm">
        {[
          { name: t('address'), text: url },
          { name: t('tool'), text: tool },
        ].map(({ name, text }) => (
          <div key={name} className="flex items-center gap-2">
            <dt className="w-24 shrink-0 text-ink-soft">{name}</dt>
            <dd className="flex min-w-0 flex-1 items-center gap-1">
              <code className="min-w-0 wrap-anywhere">{text}</code>
              <CopyButton text={text} label={name} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
