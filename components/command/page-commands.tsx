import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { CommandItem } from '#components/command/command-store.ts';
import { signOut } from '#components/auth/auth-api.ts';
import { NAV_ITEMS } from '#components/shell/nav-items.ts';
import type { Texts } from '#messages/types.ts';
import { setTheme } from '#components/shell/theme.ts';

type Words = { page: Texts<'command.page'>; nav: Texts<'shell.nav'> };

/** The places of Hearth, and what can be done anywhere. */
export function pageCommands(go: (href: string) => void, t: Words): CommandItem[] {
  const pages = NAV_ITEMS.map(({ href, name, icon: Icon }): CommandItem => ({
    id: `page:${href}`,
    section: 'pages',
    title: t.nav(name),
    icon: <Icon aria-hidden />,
    run: () => go(href),
  }));
  const command = (item: Omit<CommandItem, 'section'>): CommandItem => ({ ...item, section: 'commands' });
  return [
    ...pages,
    command({ id: 'light', title: t.page('light'), icon: <Sun aria-hidden />, run: () => setTheme('light') }),
    command({ id: 'dark', title: t.page('dark'), icon: <Moon aria-hidden />, run: () => setTheme('dark') }),
    command({ id: 'system', title: t.page('system'), icon: <Monitor aria-hidden />, run: () => setTheme('system') }),
    command({
      id: 'sign-out',
      title: t.page('signOut'),
      icon: <LogOut aria-hidden />,
      run: () => void signOut().then(() => window.location.assign('/sign-in')),
    }),
  ];
}
