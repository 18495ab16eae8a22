'use client';
import { ShieldCheck } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { VerifyDialogProps } from '#components/audit/verify-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { whenOpen } from '#components/ui/on-demand.tsx';

const VerifyDialog = whenOpen<VerifyDialogProps>(
  dynamic(() => import('#components/audit/verify-dialog.tsx').then((module) => module.VerifyDialog)),
);

/** Opens the check of the whole record. */
export function VerifyButton() {
  const t = useTranslations('admin.audit');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <ShieldCheck aria-hidden />
        {t('verify')}
      </Button>
      <VerifyDialog open={open} onOpenChange={setOpen} />
    </>
  );
}
