'use client';
import { CircleStop } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useWaitingCount } from '#components/live/use-waiting-count.ts';
import { Logo } from '#components/shell/logo.tsx';
import { isCurrent, NAV_ITEMS } from '#components/shell/nav-items.ts';
import { useMe, useRight } from '#components/shell/session.tsx';
import { WaitingCount } from '#components/shell/sidebar.tsx';
import { StopEverything } from '#components/shell/stop-button.tsx';
import { Avatar, UserMenu } from '#components/shell/user-menu.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

/** Name, stop and account at the top of a phone. */
export function PhoneTopBar() {
  const me = useMe();
  const mayRun = useRight('run');
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-1 border-b border-line bg-ground/90 px-4 backdrop-blur md:hidden">
      <Link href="/flows" aria-label="Hearth" className="mr-auto rounded-md">
        <Logo />
      </Link>
      {mayRun && (
        <StopEverything>
          {(ask) => (
            <Button variant="ghost" size="icon" aria-label="Stop everything" onClick={ask}>
              <CircleStop aria-hidden />
            </Button>
          )}
        </StopEverything>
      )}
      <UserMenu side="bottom">
        <Button variant="ghost" size="icon" aria-label="Your account and appearance" className="rounded-full">
          <Avatar name={me.name} />
        </Button>
      </UserMenu>
    </header>
  );
}

/** The navigation of a phone, under the thumb. */
export function PhoneBottomBar() {
  const pathname = usePathname();
  const waiting = useWaitingCount();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden"
    >
      {NAV_ITEMS.map(({ href, title, icon: Icon }) => {
        const current = isCurrent(pathname, href);
        const count = href === '/inbox' ? waiting : 0;
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            aria-label={count > 0 ? `${title}, ${count} waiting` : undefined}
            className={cn(
              'relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-ink-soft focus-visible:-outline-offset-3',
              current && 'text-accent-text',
            )}
          >
            <Icon className="size-5" strokeWidth={1.75} aria-hidden />
            <span className="max-w-full truncate">{title}</span>
            {count > 0 && <WaitingCount count={count} className="absolute top-1 left-1/2 ml-1.5" />}
          </Link>
        );
      })}
    </nav>
  );
}
