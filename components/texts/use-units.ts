import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { unitsOf, type Units } from '#components/texts/units.ts';

/** How the person's language writes sizes, spans and moments. */
export function useUnits(): Units {
  const format = useFormatter();
  const t = useTranslations('common.units');
  return useMemo(() => unitsOf(format, t), [format, t]);
}
