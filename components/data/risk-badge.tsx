'use client';
import { Eye, Pencil, Send, ShieldAlert, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import type { Risk } from '#lib/plan.ts';

const LOOKS: Record<Risk, { tone: BadgeTone; icon: LucideIcon }> = {
  read: { tone: 'neutral', icon: Eye },
  write: { tone: 'neutral', icon: Pencil },
  send: { tone: 'wait', icon: Send },
  destroy: { tone: 'danger', icon: Trash2 },
  critical: { tone: 'dangerSolid', icon: ShieldAlert },
};

/** How far an action reaches. */
export function RiskBadge({ risk, className }: { risk: Risk; className?: string }) {
  const t = useTranslations('data');
  const { tone, icon: Icon } = LOOKS[risk];
  return (
    <Badge tone={tone} className={className} title={t(`riskHelp.${risk}`)}>
      <Icon aria-hidden />
      {t(`risk.${risk}`)}
    </Badge>
  );
}
