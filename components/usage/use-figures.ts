import { useFormatter, useTranslations } from 'use-intl';
import type { Measure } from '#components/usage/usage-choice.ts';
import type { UsageBy, UsagePart } from '#lib/views-usage.ts';

/** How money, counts and days are written here. */
export function useFigures() {
  const format = useFormatter();
  const t = useTranslations('admin.usage');
  const money = (cost: number) => {
    const maximumFractionDigits = cost > 0 && cost < 0.1 ? 4 : 2;
    return format.number(cost, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits });
  };
  const count = (value: number) => format.number(value, { maximumFractionDigits: 0 });
  // A day is a day wherever it is read.
  const day = (text: string, more: { weekday?: 'short'; year?: 'numeric' } = {}) =>
    format.dateTime(new Date(`${text}T12:00:00Z`), { day: 'numeric', month: 'short', timeZone: 'UTC', ...more });
  const month = (text: string) => format.dateTime(new Date(`${text}-15T12:00:00Z`), { month: 'long', timeZone: 'UTC' });
  return {
    ...{ money, count, day, month },
    value: (amount: number, measure: Measure) => (measure === 'cost' ? money(amount) : count(amount)),
    nameOf: ({ id, name }: Pick<UsagePart, 'id' | 'name'>, by: UsageBy) =>
      name ?? (id === null ? t('byItself') : by === 'model' ? id : t('gone')),
  };
}
