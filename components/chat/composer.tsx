'use client';
import { ArrowUp, Paperclip, X } from 'lucide-react';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useComposer, type Composing } from '#components/chat/use-composer.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Notice } from '#components/ui/notice.tsx';
import { CHAT_LIMITS } from '#lib/views-chat.ts';

export type ComposerProps = { chatId: string; flowName: string; onSent: () => void };

/** Where one writes: Enter sends, Shift and Enter begins a line. Files are chosen, dropped or pasted. */
export function Composer({ chatId, flowName, onSent }: ComposerProps) {
  const t = useTranslations('chat.composer');
  const draft = useComposer(chatId, onSent);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a word in a script written with an input method sends nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (draft.canSend) draft.send();
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    draft.attach([...event.dataTransfer.files]);
  };
  return (
    <form
      aria-label={t('title', { name: flowName })}
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.canSend) draft.send();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cn(
        'flex flex-col gap-2 rounded-xl border border-line-strong bg-surface p-2 shadow-sm focus-within:border-accent',
        over && 'border-accent bg-accent-soft',
      )}
    >
      {draft.problem && <Notice tone="danger">{draft.problem}</Notice>}
      {draft.refused === 'many' && <Notice tone="warning">{t('many', { count: CHAT_LIMITS.files })}</Notice>}
      {draft.refused === 'large' && <Notice tone="warning">{t('large')}</Notice>}
      <Attached draft={draft} />
      <div className="flex items-end gap-2">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={({ target }) => {
            draft.attach([...(target.files ?? [])]);
            target.value = '';
          }}
        />
        <Button variant="ghost" size="icon" aria-label={t('attach')} onClick={() => picker.current?.click()}>
          <Paperclip aria-hidden />
        </Button>
        <textarea
          rows={1}
          aria-label={t('message')}
          placeholder={t('placeholder', { name: flowName })}
          maxLength={CHAT_LIMITS.text}
          value={draft.text}
          readOnly={draft.busy}
          onChange={({ target }) => draft.write(target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (pasted.length === 0) return;
            event.preventDefault();
            draft.attach(pasted);
          }}
          className="field-sizing-content max-h-60 min-h-8.5 min-w-0 flex-1 resize-none bg-transparent py-1.5 text-base text-ink outline-none placeholder:text-ink-faint"
        />
        <Button
          type="submit"
          variant="primary"
          size="icon"
          aria-label={t('send')}
          busy={draft.busy}
          disabled={!draft.canSend}
        >
          {!draft.busy && <ArrowUp aria-hidden />}
        </Button>
      </div>
    </form>
  );
}

function Attached({ draft }: { draft: Composing }) {
  const t = useTranslations('chat.composer');
  const units = useUnits();
  if (draft.files.length === 0) return null;
  return (
    <ul aria-label={t('attached')} className="flex flex-wrap gap-1.5">
      {draft.files.map(({ id, file }) => (
        <li
          key={id}
          className="flex max-w-full items-center gap-1.5 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2.5 text-sm"
        >
          <bdi className="min-w-0 truncate">{file.name}</bdi>
          <span className="tabular shrink-0 text-ink-faint">{units.bytes(file.size)}</span>
          <Button
            variant="ghost"
            size="iconSm"
            aria-label={t('detach', { name: file.name })}
            onClick={() => draft.detach(id)}
          >
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
