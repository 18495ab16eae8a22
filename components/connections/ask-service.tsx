'use client';
import { RefreshCw } from 'lucide-react';
import { Sentence } from '#components/data/sentence.tsx';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';

type Props = {
  label: string;
  onAsk: () => void;
  /** The question that is under way, or was. */
  asked: { isPending: boolean; data?: { ok: boolean; message: string } | undefined; error: unknown };
};

/** Asks a service anew what it has, and says what came of it. */
export function AskService({ label, onAsk, asked: { isPending, data, error } }: Props) {
  const isWrong = data?.ok === false || Boolean(error);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="sm" busy={isPending} onClick={onAsk}>
        <RefreshCw aria-hidden />
        {label}
      </Button>
      <p role="status" className={isWrong ? 'text-sm text-danger' : 'text-sm text-ink-soft'}>
        {error ? messageOf(error) : data && <Sentence text={data.message} />}
      </p>
    </div>
  );
}
