'use client';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConnectionForm } from '#components/connections/connection-form.tsx';
import type { ConnectionValues } from '#components/connections/connection-fields.ts';
import { FoundOllama } from '#components/connections/found-ollama.tsx';
import { TypeIcon } from '#components/connections/type-icon.tsx';
import { useConnectionActions } from '#components/connections/use-connections.ts';
import { spokenConnection } from '#components/texts/step-texts.ts';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import type { Json } from '#lib/value.ts';
import type { ConnectionView } from '#lib/views.ts';
import { connectionType, connectionTypes } from '#nodes/connections.ts';

const FORM = 'connection-form';
const NOTHING = { name: '', config: {}, secretsSet: [] };

export type ConnectionDialogProps = {
  connection: ConnectionView | null;
  /** The kind to begin with, of a new one. */
  kind?: string | null;
  onClose: () => void;
};

/** Makes a connection (choose a kind, then fill it in) or changes one. */
export function ConnectionDialog({ connection, kind = null, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections.connectionDialog');
  const [typeName, setTypeName] = useState<string | null>(connection?.type ?? kind);
  const { create, update } = useConnectionActions();
  const declared = typeName === null ? undefined : connectionType(typeName);
  const type = declared && spokenConnection(typeName ?? '', declared);
  const failure = create.error ?? update.error;
  const submit = ({ name, config, secrets }: ConnectionValues & { name: string }) => {
    const given = { name, config: config as Record<string, Json>, secrets };
    if (connection) update.mutate({ id: connection.id, ...given }, { onSuccess: onClose });
    else create.mutate({ type: typeName ?? '', ...given }, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        key={typeName ?? 'choose'}
        title={type ? (connection ? t('edit', { name: connection.name }) : type.title) : t('newConnection')}
        description={type ? type.help : t('whatShouldHearthSign')}
        className="sm:max-w-lg"
        footer={
          type && (
            <>
              {!connection && (
                <Button variant="ghost" className="mr-auto" onClick={() => setTypeName(null)}>
                  <ArrowLeft aria-hidden />
                  {t('otherKind')}
                </Button>
              )}
              <Button onClick={onClose}>{t('cancel')}</Button>
              <Button variant="primary" type="submit" form={FORM} busy={create.isPending || update.isPending}>
                {t('save')}
              </Button>
            </>
          )
        }
      >
        {type ? (
          <ConnectionForm
            id={FORM}
            type={type}
            typeName={typeName ?? ''}
            initial={connection ?? { ...NOTHING, name: type.title }}
            problem={failure ? messageOf(failure) : null}
            onSubmit={submit}
          />
        ) : (
          <>
            <FoundOllama onDone={onClose} />
            <TypeChoice onChoose={setTypeName} />
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

function TypeChoice({ onChoose }: { onChoose: (type: string) => void }) {
  return (
    <ul className="-mx-2 flex flex-col pb-3">
      {Object.entries(connectionTypes)
        .map(([name, declared]) => [name, spokenConnection(name, declared)] as const)
        .map(([name, type]) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onChoose(name)}
              className="flex w-full cursor-pointer items-start gap-3 rounded-lg px-2 py-2.5 text-left transition-colors duration-150 hover:bg-hover"
            >
              <span className="grid size-8 shrink-0 place-items-center rounded-md border border-line bg-surface text-ink-soft">
                <TypeIcon name={type.icon} className="size-4" />
              </span>
              <span className="min-w-0">
                <span className="block font-medium">{type.title}</span>
                <span className="block text-sm text-ink-soft">{type.help}</span>
              </span>
            </button>
          </li>
        ))}
    </ul>
  );
}
