import type { Texts } from '#messages/types.ts';

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];

const find = (list: [RegExp, string][], agent: string) => list.find(([pattern]) => pattern.test(agent))?.[1];

/** `Firefox on Linux`, from what a browser says of itself. */
export function deviceTitle(agent: string | null, t: Texts<'settings.devices'>): string {
  if (!agent) return t('unknown');
  const browser = find(BROWSERS, agent);
  const system = find(SYSTEMS, agent);
  if (!browser && !system) return agent.slice(0, 60);
  return system ? t('on', { browser: browser ?? t('browser'), system }) : (browser ?? t('browser'));
}
