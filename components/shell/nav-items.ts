import {
  Activity,
  BookOpen,
  Brain,
  Inbox,
  MessageSquare,
  Plug,
  Settings,
  Table2,
  Variable,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { TextKey } from '#messages/types.ts';

export type NavItem = { href: string; name: TextKey<'shell.nav'>; icon: LucideIcon };

/** The places of Hearth, in order of how often one goes there. */
export const NAV_ITEMS: NavItem[] = [
  { href: '/flows', name: 'flows', icon: Workflow },
  { href: '/runs', name: 'runs', icon: Activity },
  { href: '/inbox', name: 'inbox', icon: Inbox },
  { href: '/chat', name: 'chat', icon: MessageSquare },
  { href: '/tables', name: 'tables', icon: Table2 },
  { href: '/variables', name: 'variables', icon: Variable },
  { href: '/memory', name: 'memory', icon: Brain },
  { href: '/connections', name: 'connections', icon: Plug },
  { href: '/settings', name: 'settings', icon: Settings },
  { href: '/docs', name: 'help', icon: BookOpen },
];

/** Whether the page at `pathname` belongs to this place. */
export function isCurrent(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
