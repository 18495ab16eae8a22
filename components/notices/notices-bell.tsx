'use client';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { NoticesPanelProps } from '#components/notices/notices-panel.tsx';
import { useUnreadCount } from '#components/notices/use-notices.ts';
import { onDemand } from '#components/ui/on-demand.tsx';

const NoticesPanel = onDemand<NoticesPanelProps>('dialog', () =>
  import('#components/notices/notices-panel.tsx').then((module) => module.NoticesPanel),
);

/** What the bell is called for those who cannot see its number. */
export function useNoticesLabel(): (unread: number) => string {
  const t = useTranslations('notices');
  return (unread) => (unread > 0 ? t('unread', { count: unread }) : t('title'));
}

export type NoticesBellProps = {
  side: 'top' | 'bottom' | 'right';
  /** The button that opens it. */
  children: (unread: number) => ReactElement;
};

/** What flows told the owner, behind a bell that counts what is unread. */
export function NoticesBell({ side, children }: NoticesBellProps) {
  const unread = useUnreadCount();
  return (
    <NoticesPanel side={side} unread={unread}>
      {children(unread)}
    </NoticesPanel>
  );
}
