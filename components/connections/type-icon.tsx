import {
  Clapperboard,
  FolderClosed,
  House,
  KeyRound,
  Mail,
  MessageSquare,
  Plug,
  PlugZap,
  ShieldCheck,
  Sparkles,
  SquareTerminal,
  type LucideIcon,
} from 'lucide-react';

/** Icons that types of connections may name. */
export const connectionIcons: Readonly<Record<string, LucideIcon>> = {
  clapperboard: Clapperboard,
  'key-round': KeyRound,
  'shield-check': ShieldCheck,
  sparkles: Sparkles,
  house: House,
  'message-square': MessageSquare,
  mail: Mail,
  'folder-closed': FolderClosed,
  'plug-zap': PlugZap,
  'square-terminal': SquareTerminal,
};

/** The picture of a kind of connection. */
export function TypeIcon({ name, className }: { name: string | undefined; className?: string }) {
  const Icon = connectionIcons[name ?? ''] ?? Plug;
  return <Icon aria-hidden className={className} />;
}
