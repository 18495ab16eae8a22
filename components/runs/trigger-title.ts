const TITLES: Record<string, string> = { manual: 'Started by hand', webhook: 'Webhook', schedule: 'Schedule' };

/** What started a run, in words. Triggers are named by their node id, or as text of the server. */
export function triggerTitle(trigger: string): string {
  return TITLES[trigger] ?? trigger;
}
