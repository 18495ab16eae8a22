'use client';
import { useTranslations } from 'use-intl';
import { worksHere } from '#components/security/passkey-browser.ts';
import { Link } from '#components/ui/link.tsx';
import type { ProofAsked } from '#lib/views-passkeys.ts';

/** Whether this person can say yes here: with a passkey of theirs, at the address it was made for. */
export function canProve(asked: ProofAsked): boolean {
  return asked.passkeys.length > 0 && (worksHere(asked.origin) || asked.codesLeft > 0);
}

/** What an action takes that a click cannot allow, and what to do where it is missing. */
export function ProofNote({ asked, id }: { asked: ProofAsked; id: string }) {
  const t = useTranslations('approvals.proof');
  const link = (words: React.ReactNode) => (
    <Link href="/settings#passkeys" className="font-medium text-accent-text underline-offset-4 hover:underline">
      {words}
    </Link>
  );
  return (
    <p id={id} className="basis-full text-sm text-ink-soft">
      {asked.passkeys.length === 0
        ? t.rich('none', { link })
        : worksHere(asked.origin)
          ? t('takes')
          : t('elsewhere', { origin: asked.origin })}
    </p>
  );
}
