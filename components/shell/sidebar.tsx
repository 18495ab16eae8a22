'use client';
import { Bell, ChevronsUpDown, CircleStop, Search } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { commandBar } from '#components/command/command-store.ts';
import { useFailureCount } from '#components/live/use-failure-count.ts';
import { useWaitingCount } from '#components/live/use-waiting-count.ts';
import { Logo, LogoMark } from '#components/shell/logo.tsx';
import { isCurrent, NAV_ITEMS, type NavItem } from '#components/shell/nav-items.ts';
import { NoticesBell, useNoticesLabel } from '#components/notices/notices-bell.tsx';
import { useMe, useRight } from '#components/shell/session.tsx';
import { StopAsking } from '#components/shell/stop-button.tsx';
import { Avatar, UserMenu } from '#components/shell/user-menu.tsx';
import { cn } from '#components/ui/cn.ts';

const rowClasses =
  'flex h-8.5 w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-base font-medium text-ink-soft transition-colors duration-150 hover:bg-hover hover:text-ink [&_svg]:size-4 [&_svg]:shrink-0';

function NavLink({
  item,
  current,
  count,
  narrow,
}: {
  item: NavItem;
  current: boolean;
  count: number;
  narrow: boolean;
}) {
  const t = useTranslations('shell.nav');
  const { href, name, icon: Icon } = item;
  const title = t(name);
  return (
    <Link
      href={href}
      title={narrow ? title : undefined}
      aria-current={current ? 'page' : undefined}
      aria-label={count > 0 ? t(COUNTED[href] ?? 'waiting', { title, count }) : narrow ? title : undefined}
      className={cn(
        rowClasses,
        'relative',
        narrow && 'justify-center px-0',
        current && 'bg-hover text-ink [&_svg]:text-accent-text',
      )}
    >
      <Icon aria-hidden />
      {!narrow && <span className="flex-1">{title}</span>}
      {count > 0 && (
        <WaitingCount count={count} className={cn(href === '/runs' && FAILED, narrow && 'absolute -top-0.5 right-0')} />
      )}
    </Link>
  );
}

/** The number of waiting approvals; the one loud thing in the navigation. */
export function WaitingCount({ count, className }: { count: number; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        'tabular grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent',
        className,
      )}
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}

/** What went wrong has the colour of it. */
export const FAILED = 'bg-danger-solid text-on-danger';

/** What a number beside a place counts. */
export const COUNTED: Partial<Record<string, 'waiting' | 'failed'>> = { '/runs': 'failed' };

/** Unlike what waits for a decision, news is quiet. */
export const UNREAD = 'bg-line-strong text-ink';

function StopRow({ narrow }: { narrow: boolean }) {
  const t = useTranslations('shell.stop');
  return (
    <StopAsking>
      {(ask) => (
        <button
          type="button"
          onClick={ask}
          aria-label={t('button')}
          title={narrow ? t('button') : undefined}
          className={cn(rowClasses, 'hover:bg-danger-soft hover:text-danger', narrow && 'justify-center px-0')}
        >
          <CircleStop aria-hidden />
          {!narrow && t('button')}
        </button>
      )}
    </StopAsking>
  );
}

/** The navigation of wide screens; `narrow` shows icons only. */
export function Sidebar({ narrow }: { narrow: boolean }) {
  const t = useTranslations('shell');
  const command = useTranslations('command.bar');
  const noticesLabel = useNoticesLabel();
  const pathname = usePathname();
  const waiting = useWaitingCount();
  const failed = useFailureCount();
  const me = useMe();
  const mayRun = useRight('run');
  const isOwner = useRight('admin');
  return (
    <header
      className={cn(
        'drawn-apart sticky top-0 hidden h-dvh shrink-0 flex-col border-r border-line bg-ground px-2.5 py-3 md:flex',
        narrow ? 'w-14' : 'w-57',
      )}
    >
      <Link
        href="/flows"
        aria-label="Hearth"
        className={cn('mb-4 flex rounded-md py-1', narrow ? 'justify-center' : 'px-2')}
      >
        {narrow ? <LogoMark /> : <Logo />}
      </Link>
      <button
        type="button"
        onClick={() => commandBar.set(true)}
        aria-label={command('open')}
        aria-keyshortcuts="Control+K Meta+K"
        title={narrow ? command('open') : undefined}
        className={cn(rowClasses, 'mb-2', narrow && 'justify-center px-0')}
      >
        <Search aria-hidden />
        {!narrow && <span className="min-w-0 flex-1 truncate text-left">{command('open')}</span>}
      </button>
      <nav aria-label={t('nav.main')} className="flex flex-1 flex-col gap-0.5">
        {NAV_ITEMS.map((item) => (
          <NavLink
            key={item.href}
            item={item}
            narrow={narrow}
            current={isCurrent(pathname, item.href)}
            count={item.href === '/inbox' ? waiting : item.href === '/runs' ? failed : 0}
          />
        ))}
      </nav>
      <div className="flex flex-col gap-0.5">
        {isOwner && (
          <NoticesBell side={narrow ? 'right' : 'top'}>
            {(unread) => (
              <button
                type="button"
                aria-label={noticesLabel(unread)}
                title={narrow ? noticesLabel(0) : undefined}
                className={cn(rowClasses, 'relative', narrow && 'justify-center px-0')}
              >
                <Bell aria-hidden />
                {!narrow && <span className="flex-1 text-left">{noticesLabel(0)}</span>}
                {unread > 0 && (
                  <WaitingCount count={unread} className={cn(UNREAD, narrow && 'absolute -top-0.5 right-0')} />
                )}
              </button>
            )}
          </NoticesBell>
        )}
        {mayRun && <StopRow narrow={narrow} />}
        <UserMenu side={narrow ? 'right' : 'top'}>
          <button
            type="button"
            aria-label={t('account.menu')}
            className={cn(rowClasses, 'h-11 px-1.5', narrow && 'justify-center px-0')}
          >
            <Avatar name={me.name} />
            {!narrow && (
              <>
                <bdi className="min-w-0 flex-1 truncate text-left text-ink">{me.name}</bdi>
                <ChevronsUpDown className="text-ink-faint" aria-hidden />
              </>
            )}
          </button>
        </UserMenu>
      </div>
    </header>
  );
}
