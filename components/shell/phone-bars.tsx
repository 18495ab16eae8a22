'use client';
import { Bell, CircleStop, Ellipsis, Search } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { commandBar } from '#components/command/command-store.ts';
import { useFailureCount } from '#components/live/use-failure-count.ts';
import { useWaitingCount } from '#components/live/use-waiting-count.ts';
import { NoticesBell, useNoticesLabel } from '#components/notices/notices-bell.tsx';
import { Logo } from '#components/shell/logo.tsx';
import type { MorePlacesProps } from '#components/shell/more-places.tsx';
import { isCurrent, NAV_ITEMS } from '#components/shell/nav-items.ts';
import { useMe, useRight } from '#components/shell/session.tsx';
import { COUNTED, FAILED, UNREAD, WaitingCount } from '#components/shell/sidebar.tsx';
import { StopAsking } from '#components/shell/stop-button.tsx';
import { Avatar, UserMenu } from '#components/shell/user-menu.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { onDemand } from '#components/ui/on-demand.tsx';

/** More than five names in a row are cut off on a narrow phone. */
const ON_THE_BAR = 4;
const BEHIND_MORE = NAV_ITEMS.slice(ON_THE_BAR);

const MorePlaces = onDemand<MorePlacesProps>('dialog', () =>
  import('#components/shell/more-places.tsx').then((module) => module.MorePlaces),
);

/** Name, stop and account at the top of a phone. */
export function PhoneTopBar() {
  const t = useTranslations('shell');
  const command = useTranslations('command.bar');
  const noticesLabel = useNoticesLabel();
  const me = useMe();
  const mayRun = useRight('run');
  const isOwner = useRight('admin');
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-1 border-b border-line bg-ground/90 px-4 backdrop-blur md:hidden">
      <Link href="/flows" aria-label="Hearth" className="mr-auto rounded-md">
        <Logo />
      </Link>
      <Button variant="ghost" size="icon" aria-label={command('open')} onClick={() => commandBar.set(true)}>
        <Search aria-hidden />
      </Button>
      {isOwner && (
        <NoticesBell side="bottom">
          {(unread) => (
            <Button variant="ghost" size="icon" aria-label={noticesLabel(unread)} className="relative">
              <Bell aria-hidden />
              {unread > 0 && <WaitingCount count={unread} className={cn(UNREAD, 'absolute -top-0.5 -right-0.5')} />}
            </Button>
          )}
        </NoticesBell>
      )}
      {mayRun && (
        <StopAsking>
          {(ask) => (
            <Button variant="ghost" size="icon" aria-label={t('stop.button')} onClick={ask}>
              <CircleStop aria-hidden />
            </Button>
          )}
        </StopAsking>
      )}
      <UserMenu side="bottom">
        <Button variant="ghost" size="icon" aria-label={t('account.menu')} className="rounded-full">
          <Avatar name={me.name} />
        </Button>
      </UserMenu>
    </header>
  );
}

const barClasses =
  'relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-ink-soft focus-visible:-outline-offset-3';

/** The navigation of a phone, under the thumb: where one goes most, and the rest behind More. */
export function PhoneBottomBar() {
  const t = useTranslations('shell.nav');
  const pathname = usePathname();
  const waiting = useWaitingCount();
  const failed = useFailureCount();
  const here = BEHIND_MORE.find(({ href }) => isCurrent(pathname, href));
  return (
    <nav
      aria-label={t('main')}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden"
    >
      {NAV_ITEMS.slice(0, ON_THE_BAR).map(({ href, name, icon: Icon }) => {
        const title = t(name);
        const current = isCurrent(pathname, href);
        const count = href === '/inbox' ? waiting : href === '/runs' ? failed : 0;
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            aria-label={count > 0 ? t(COUNTED[href] ?? 'waiting', { title, count }) : undefined}
            className={cn(barClasses, current && 'text-accent-text')}
          >
            <Icon className="size-5" strokeWidth={1.75} aria-hidden />
            <span className="max-w-full truncate">{title}</span>
            {count > 0 && (
              <WaitingCount
                count={count}
                className={cn(href === '/runs' && FAILED, 'absolute top-1 left-1/2 ml-1.5')}
              />
            )}
          </Link>
        );
      })}
      <MorePlaces places={BEHIND_MORE} here={here}>
        <button
          type="button"
          aria-label={here ? t('moreNow', { title: t(here.name) }) : t('more')}
          className={cn(barClasses, 'cursor-pointer', here && 'text-accent-text')}
        >
          <Ellipsis className="size-5" strokeWidth={1.75} aria-hidden />
          <span>{t('more')}</span>
        </button>
      </MorePlaces>
    </nav>
  );
}
