import { Activity, BookOpen, Inbox, Plug, Settings, Table2, Variable, Workflow, type LucideIcon } from 'lucide-react';

export type NavItem = { href: string; title: string; icon: LucideIcon };

/** The places of Hearth, in order of how often one goes there. */
export const NAV_ITEMS: NavItem[] = [
  { href: '/flows', title: 'Flows', icon: Workflow },
  { href: '/runs', title: 'Runs', icon: Activity },
  { href: '/inbox', title: 'Inbox', icon: Inbox },
  { href: '/tables', title: 'Tables', icon: Table2 },
  { href: '/variables', title: 'Variables', icon: Variable },
  { href: '/connections', title: 'Connections', icon: Plug },
  { href: '/settings', title: 'Settings', icon: Settings },
  { href: '/docs', title: 'Help', icon: BookOpen },
];

/** Whether the page at `pathname` belongs to this place. */
export function isCurrent(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
