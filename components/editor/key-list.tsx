'use client';
import { useTranslations } from 'use-intl';
import { KEYS, keysOf, type KeyGroup, type KeyName } from '#components/editor/canvas/shortcuts.ts';
import { Kbd } from '#components/ui/kbd.tsx';

const GROUPS: KeyGroup[] = ['draw', 'go', 'change', 'view'];
const IS_MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

/** Every key of the canvas, as the canvas itself reads it. */
export function KeyList() {
  const t = useTranslations('drawing.keyGroups');
  return (
    <div className="grid gap-x-8 gap-y-4 pb-3 sm:grid-cols-2">
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={`keys-${group}`}>
          <h3 id={`keys-${group}`} className="mb-1.5 text-sm font-semibold text-ink">
            {t(group)}
          </h3>
          <dl className="flex flex-col gap-1.5">
            {KEYS.filter((row) => row.group === group).map(({ name }) => (
              <KeyRow key={name} name={name} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function KeyRow({ name }: { name: KeyName }) {
  const t = useTranslations('drawing');
  return (
    <div className="flex items-start justify-between gap-4">
      <dt className="text-sm text-ink-soft">{t(`keys.${name}`)}</dt>
      <dd className="flex shrink-0 gap-1">
        {keysOf(name, IS_MAC).map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}
