import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NoticeRow } from '#components/notices/notice-row.tsx';
import { TRUSTED, untrusted } from '#lib/label.ts';
import type { NoticeView } from '#lib/views.ts';
import { inLanguage } from '#test/support/in-language.tsx';

const notice: NoticeView = {
  ...{ id: 'n', title: 'Bill', text: 'Pay at https://evil.example <b>now</b>', level: 'urgent', label: TRUSTED },
  ...{ runId: 'run1', flowId: 'f', flowName: 'Inbox', createdAt: '2026-11-22T12:00:00.000Z', readAt: null },
};

function shown(more: Partial<NoticeView> = {}): string {
  return renderToStaticMarkup(
    inLanguage(<NoticeRow notice={{ ...notice, ...more }} onRead={() => {}} onLeave={() => {}} />),
  );
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
