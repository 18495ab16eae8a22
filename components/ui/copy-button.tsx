'use client';
import { Check, Copy } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';

export type CopyButtonProps = Omit<ComponentProps<typeof Button>, 'onClick' | 'children'> & {
  text: string;
  /** What is copied, e.g. "webhook address". */
  label?: string;
  /** Shows the word too, not only the icon. */
  withWord?: boolean;
};

/** Copies a text and says that it did. */
export function CopyButton({ text, label, withWord, size, variant = 'ghost', ...props }: CopyButtonProps) {
  const t = useTranslations('common.ui');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
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
      {withWord && (copied ? t('copied') : t('copy'))}
    </Button>
  );
}
