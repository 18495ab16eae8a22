import { Eye, Pencil, Send, ShieldAlert, Trash2, type LucideIcon } from 'lucide-react';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import type { Risk } from '#lib/plan.ts';

const LOOKS: Record<Risk, { title: string; help: string; tone: BadgeTone; icon: LucideIcon }> = {
  read: { title: 'Reads', help: 'Only reads.', tone: 'neutral', icon: Eye },
  write: { title: 'Writes', help: 'Changes your own data; can be put back.', tone: 'neutral', icon: Pencil },
  send: { title: 'Sends', help: 'Reaches other people or services.', tone: 'wait', icon: Send },
  destroy: { title: 'Destroys', help: 'Removes what cannot be brought back.', tone: 'danger', icon: Trash2 },
  critical: { title: 'Critical', help: 'Money, locks, commands or passwords.', tone: 'dangerSolid', icon: ShieldAlert },
};

/** How far an action reaches. */
export function RiskBadge({ risk, className }: { risk: Risk; className?: string }) {
  const { title, help, tone, icon: Icon } = LOOKS[risk];
  return (
    <Badge tone={tone} className={className} title={help}>
      <Icon aria-hidden />
      {title}
    </Badge>
  );
}
