import type { Texts } from '#messages/types.ts';

const KINDS = ['webhook', 'api', 'person', 'http', 'llm', 'table', 'unlabelled'] as const;

/** An origin in words: `webhook:steps.hook` is "a webhook (steps.hook)". */
export function originTitle(origin: string, t: Texts<'data.origin'>): string {
  if (origin === 'many') return t('many');
  const [name = '', ...rest] = origin.split(':');
  const kind = KINDS.find((one) => one === name);
  const detail = rest.join(':');
  if (!kind) return origin;
  return detail ? t('detail', { kind: t(kind), detail }) : t(kind);
}
