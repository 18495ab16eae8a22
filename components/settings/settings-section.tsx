import type { ReactNode } from 'react';
import { Card } from '#components/ui/card.tsx';

export type SettingsSectionProps = {
  id: string;
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** One subject of the settings. */
export function SettingsSection({ id, title, lead, actions, children }: SettingsSectionProps) {
  return (
    <section aria-labelledby={`${id}-title`} id={id} className="scroll-mt-6">
      <header className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 id={`${id}-title`} className="text-lg font-semibold">
            {title}
          </h2>
          {lead && <p className="mt-0.5 max-w-xl text-base text-pretty text-ink-soft">{lead}</p>}
        </div>
        {actions}
      </header>
      <Card>{children}</Card>
    </section>
  );
}
