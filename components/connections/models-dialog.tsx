'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskService } from '#components/connections/ask-service.tsx';
import { PullRow } from '#components/connections/pull-row.tsx';
import { useModelActions, useModels } from '#components/connections/use-models.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useRight } from '#components/shell/session.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { ConnectionView } from '#lib/views.ts';
import type { ModelView } from '#lib/views-models.ts';

type Props = {
  connection: ConnectionView;
  /** Its service fetches models when it is told to. */
  pulls: boolean;
  onClose: () => void;
};

/** The models of a connection, and those that its service fetches. */
export function ModelsDialog({ connection, pulls, onClose }: Props) {
  const t = useTranslations('connections.models');
  const mayAsk = useRight('edit');
  const mayPull = useRight('admin');
  const models = useModels(connection.id);
  const { refresh } = useModelActions();
  const data = models.data;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t('title', { name: connection.name })} description={t('lead')} className="sm:max-w-2xl">
        <div className="flex flex-col gap-5 pb-3">
          {mayAsk && (
            <AskService label={t('refresh')} asked={refresh} onAsk={() => refresh.mutate({ id: connection.id })} />
          )}
          {pulls && mayPull && <PullForm id={connection.id} />}
          {models.isPending && <SkeletonRows rows={3} />}
          {models.error && !data && (
            <ErrorState message={messageOf(models.error)} onRetry={() => void models.refetch()} />
          )}
          {data && data.pulls.length > 0 && (
            <ul aria-label={t('pulls')} className="flex flex-col divide-y divide-line rounded-lg border border-line">
              {data.pulls.map((pull) => (
                <PullRow key={pull.id} connectionId={connection.id} pull={pull} mayCancel={mayPull} />
              ))}
            </ul>
          )}
          {data?.models.length === 0 && (
            <p className="text-base text-ink-soft">{t(data.at === null ? 'unknown' : 'none')}</p>
          )}
          {data && data.models.length > 0 && (
            <ul aria-label={t('list')} className="flex flex-col divide-y divide-line rounded-lg border border-line">
              {data.models.map((model) => (
                <ModelRow key={model.name} model={model} />
              ))}
            </ul>
          )}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function ModelRow({ model: { name, bytes, title, context, price } }: { model: ModelView }) {
  const t = useTranslations('connections.models');
  const units = useUnits();
  const known = [
    bytes === null ? null : units.bytes(bytes),
    context === null ? null : t('context', { tokens: context }),
    price && t('price', price),
  ].filter((part) => part !== null);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3.5 py-2.5">
      <VisibleText text={name} className="font-mono text-sm font-medium wrap-anywhere" />
      {title !== null && <span className="text-sm text-ink-soft">{title}</span>}
      <span className="tabular text-sm text-ink-faint sm:ml-auto">{known.join(' · ')}</span>
    </li>
  );
}

const EXAMPLE = 'llama3.2';

/** Asks for the name of a model to fetch. */
function PullForm({ id }: { id: string }) {
  const t = useTranslations('connections.models');
  const { pull } = useModelActions();
  const [model, setModel] = useState('');
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        pull.mutate({ id, model: model.trim() }, { onSuccess: () => setModel('') });
      }}
    >
      <Field
        label={t('pull')}
        hint={t('pullHelp')}
        error={pull.error ? messageOf(pull.error) : undefined}
        className="min-w-0 flex-1"
      >
        <Input
          value={model}
          maxLength={200}
          placeholder={EXAMPLE}
          spellCheck={false}
          onChange={({ target }) => setModel(target.value)}
        />
      </Field>
      <Button type="submit" className="mt-6.5" busy={pull.isPending} disabled={model.trim() === ''}>
        <Download aria-hidden />
        {t('fetch')}
      </Button>
    </form>
  );
}
