import { BookOpen } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';

export type GuideLinkProps = {
  /** A page of the documentation, such as `approvals`. */
  to: string;
};

/** Leads from an empty place to the guide that tells what belongs there. */
export function GuideLink({ to }: GuideLinkProps) {
  const t = useTranslations('docs.help');
  return (
    <p className="mt-3">
      <Link
        href={`/docs/${to}`}
        className="inline-flex min-h-6 items-center gap-1.5 rounded-sm text-base text-accent-text hover:underline"
      >
        <BookOpen className="size-4" aria-hidden />
        {t('more')}
      </Link>
    </p>
  );
}
