import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Units } from '#components/texts/units.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { HealthCheck, HealthLevel } from '#lib/views-admin.ts';

const LOOKS: Record<HealthLevel, { icon: typeof CircleCheck; color: string }> = {
  ok: { icon: CircleCheck, color: 'text-good' },
  warn: { icon: TriangleAlert, color: 'text-wait' },
  bad: { icon: CircleX, color: 'text-danger' },
};

const MEGABYTES = ['memory', 'size', 'log', 'free', 'total'];

/** Sizes come in megabytes; a disk is read better in gigabytes. */
function sized(facts: HealthCheck['facts'], units: Units): HealthCheck['facts'] {
  const entries = Object.entries(facts).map(([name, fact]): [string, string | number] =>
    MEGABYTES.includes(name) && typeof fact === 'number' ? [name, units.bytes(fact * 1024 * 1024)] : [name, fact],
  );
  return Object.fromEntries(entries);
}

/** One part: how it is, and what to do about it. */
export function HealthCheckRow({ check }: { check: HealthCheck }) {
  const t = useTranslations('admin');
  const units = useUnits();
  const { icon: Icon, color } = LOOKS[check.level];
  // What is so is a key made of what was looked at and how it is; a newer server may know one that this page does not.
  const said = `said.${check.id}-${check.state}` as 'said.web-ok';
  const help = `help.${check.id}-${check.state}` as 'help.disk-full';
  return (
    <li className="flex items-start gap-2.5 px-5 py-3">
      <Icon className={`mt-0.5 size-4 shrink-0 ${color}`} role="img" aria-label={t(`health.level-${check.level}`)} />
      <div className="min-w-0">
        <p className="font-medium">{t(`parts.${check.id}`)}</p>
        <p className="text-sm text-ink-soft wrap-anywhere">
          {t.has(said) ? t(said, sized(check.facts, units) as never) : check.message}
          {typeof check.facts.seenAt === 'string' && (
            <>
              {' · '}
              {t.rich('health.seen', { time: () => <TimeAgo at={check.facts.seenAt ?? 0} /> })}
            </>
          )}
        </p>
        {check.level !== 'ok' && t.has(help) && <p className="mt-1 text-sm">{t(help)}</p>}
      </div>
    </li>
  );
}
