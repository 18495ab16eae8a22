import type { Texts } from '#messages/types.ts';

const KINDS = [
  ...(['webhook', 'api', 'person', 'http', 'llm', 'table', 'unlabelled'] as const),
  ...(['mail', 'telegram', 'mqtt', 'file', 'form', 'import', 'error', 'trigger', 'vouched'] as const),
];

/** An origin in words: `webhook:steps.hook` is "a webhook (steps.hook)", and `llm.ask:steps.write` "a model (steps.write)". */
export function originTitle(origin: string, t: Texts<'data.origin'>): string {
  if (origin === 'many') return t('many');
  const [name = '', ...rest] = origin.split(':');
  const kind = KINDS.find((one) => one === name.split('.')[0]);
  const detail = rest.join(':');
  if (!kind) return origin;
  return detail ? t('detail', { kind: t(kind), detail }) : t(kind);
}
