import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import type { Risk } from '#lib/plan.ts';

const RISKS: Record<Risk, { word: string; tone: BadgeTone; means: string }> = {
  read: { word: 'Reads', tone: 'neutral', means: 'Only reads.' },
  write: { word: 'Writes', tone: 'neutral', means: 'Changes your own data; can be undone.' },
  send: { word: 'Sends', tone: 'info', means: 'Reaches other people or services.' },
  destroy: { word: 'Deletes', tone: 'danger', means: 'Destroys something.' },
  critical: { word: 'Critical', tone: 'dangerSolid', means: 'Money, locks, shell or credentials: a person is always asked.' },
};

/** How much harm a step could do. */
export function RiskBadge({ risk }: { risk: Risk }) {
  const { word, tone, means } = RISKS[risk];
  return (
    <Badge tone={tone} title={means}>
      {word}
    </Badge>
  );
}
