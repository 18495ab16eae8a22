'use client';
import { Contrast, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { signOut } from '#components/auth/auth-api.ts';
import { messageOf } from '#components/live/errors.ts';
import { useMe } from '#components/shell/session.tsx';
import { setTheme, useTheme, type Theme } from '#components/shell/theme.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { toast } from '#components/ui/toast.ts';

const LOOKS = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
  { value: 'contrast', icon: Contrast },
] as const;

async function leave() {
  try {
    await signOut();
    window.location.assign('/sign-in');
  } catch (error) {
    toast.error(messageOf(error));
  }
}

export type AccountMenuProps = {
  /** The button that opens it. */
  children: ReactElement;
  side?: 'top' | 'bottom' | 'right';
  defaultOpen?: boolean;
};

/** Account, appearance, sign out. */
export function AccountMenu({ children, side = 'top', defaultOpen }: AccountMenuProps) {
  const t = useTranslations('shell.account');
  const me = useMe();
  const theme = useTheme();
  return (
    <DropdownMenu defaultOpen={defaultOpen}>
      <DropdownMenuTrigger asChild>{children}</DropdownMenuTrigger>
      <DropdownMenuContent side={side} align="start" className="w-60">
        <div className="px-2.5 py-2">
          <div className="truncate font-medium">
            <bdi>{me.name}</bdi>
          </div>
          <div className="truncate text-sm text-ink-faint">{me.email}</div>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings">
            <UserRound aria-hidden />
            {t('open')}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t('theme')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          {LOOKS.map(({ value, icon: Icon }) => (
            <DropdownMenuRadioItem key={value} value={value}>
              <Icon aria-hidden />
              {t(value)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden />
          {t('signOut')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
