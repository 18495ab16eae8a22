'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import type { Me, Right } from '#lib/views.ts';

const SessionContext = createContext<Me | null>(null);

/** The signed-in person. Only below `SignedIn`. */
export function useMe(): Me {
  const me = useContext(SessionContext);
  if (!me) throw new Error('useMe is for pages of signed-in people.');
  return me;
}

/** Whether the signed-in person may do this. The server decides; this only hides what would be refused. */
export function useRight(right: Right): boolean {
  const { rights } = useMe();
  return rights.includes('admin') || rights.includes(right);
}

export type SignedInProps = { waiting: ReactNode; children: ReactNode };

/** Shows its children to signed-in people; sends others to sign in, or to set up a new Hearth. */
export function SignedIn({ waiting, children }: SignedInProps) {
  const t = useTranslations('shell.problems');
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const me = useQuery(trpc.me.get.queryOptions(undefined, { staleTime: 60_000 }));
  const nobody = me.isSuccess && me.data === null;
  const setup = useQuery(trpc.setup.state.queryOptions(undefined, { enabled: nobody }));
  const target =
    !nobody || !setup.data ? null : setup.data.needsOwner ? '/setup' : `/sign-in?next=${encodeURIComponent(pathname)}`;
  useEffect(() => {
    if (target) router.replace(target);
  }, [target, router]);
  const failed = me.error ?? setup.error;
  if (failed && !me.data) {
    return (
      <ErrorState
        heading="h1"
        title={t('unreachable')}
        message={messageOf(failed)}
        onRetry={() => void me.refetch()}
        className="min-h-dvh justify-center"
      />
    );
  }
  return me.data ? <SessionContext value={me.data}>{children}</SessionContext> : waiting;
}
