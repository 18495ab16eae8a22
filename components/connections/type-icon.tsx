import {
  FolderClosed,
  House,
  KeyRound,
  Mail,
  MessageSquare,
  Plug,
  ShieldCheck,
  Sparkles,
  type LucideIcon,
} from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  'key-round': KeyRound,
  'shield-check': ShieldCheck,
  sparkles: Sparkles,
  house: House,
  'message-square': MessageSquare,
  mail: Mail,
  'folder-closed': FolderClosed,
};

/** The picture of a kind of connection. */
export function TypeIcon({ name, className }: { name: string | undefined; className?: string }) {
  const Icon = ICONS[name ?? ''] ?? Plug;
  return <Icon aria-hidden className={className} />;
}
