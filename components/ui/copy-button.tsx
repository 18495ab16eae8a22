'use client';
import { Check, Copy } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { toast } from '#components/ui/toast.ts';
import { Button } from '#components/ui/button.tsx';

export type CopyButtonProps = Omit<ComponentProps<typeof Button>, 'onClick' | 'children'> & {
  /** A function is asked when the button is pressed. */
  text: string | (() => Promise<string>);
  /** What is copied, e.g. "webhook address". */
  label?: string;
  /** Shows the word too, not only the icon. */
  withWord?: boolean;
  /** Instead of "Copy", where several stand together. */
  word?: string;
};

/** Copies a text and says that it did. */
export function CopyButton({ text, label, withWord, word, size, variant = 'ghost', ...props }: CopyButtonProps) {
  const t = useTranslations('common.ui');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    } catch (error) {
      toast.error(messageOf(error));
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <Button
      variant={variant}
      size={size ?? (withWord ? 'sm' : 'iconSm')}
      aria-label={copied ? t('copied') : t('copyWhat', { label: label ?? t('text') })}
      onClick={() => void copy()}
      {...props}
    >
      {copied ? <Check className="text-good" aria-hidden /> : <Copy aria-hidden />}
      {withWord && (copied ? t('copied') : (word ?? t('copy')))}
    </Button>
  );
}
