import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NoticeRow } from '#components/notices/notice-row.tsx';
import { noticesLabel } from '#components/notices/notices-bell.tsx';
import { TRUSTED, untrusted } from '#lib/label.ts';
import type { NoticeView } from '#lib/views.ts';

const notice: NoticeView = {
  ...{ id: 'n', title: 'Bill', text: 'Pay at https://evil.example <b>now</b>', level: 'urgent', label: TRUSTED },
  ...{ runId: 'run1', flowId: 'f', flowName: 'Inbox', createdAt: '2026-11-22T12:00:00.000Z', readAt: null },
};

function shown(more: Partial<NoticeView> = {}): string {
  return renderToStaticMarkup(<NoticeRow notice={{ ...notice, ...more }} onRead={() => {}} onLeave={() => {}} />);
}

test('a notice makes no links of its text: the only one leads to the run', () => {
  expect(shown().match(/<a /g)).toHaveLength(1);
  expect(shown()).toContain('href="/runs/run1"');
  expect(shown()).toContain('&lt;b&gt;now');
});

test('it says what is unread, urgent or from outside', () => {
  expect(shown()).toContain('Urgent');
  expect(shown()).toContain('Mark as read');
  expect(shown()).not.toContain('Untrusted');
  expect(shown({ label: untrusted('mail:m') })).toContain('Untrusted');
  expect(shown({ readAt: notice.createdAt, level: 'info' })).not.toMatch(/Mark as read|Urgent/);
});

test('the bell tells its number to those who cannot see it', () => {
  expect([noticesLabel(0), noticesLabel(3)]).toEqual(['Notices', 'Notices, 3 unread']);
});
