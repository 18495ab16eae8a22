import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { RowGrid, type RowGridProps } from '#components/tables/row-grid.tsx';
import { TRUSTED, untrusted } from '#lib/label.ts';
import type { RowView } from '#lib/views-data.ts';
import { inLanguage } from '#test/support/in-language.tsx';

const at = '2026-11-22T12:00:00.000Z';
const rows: RowView[] = [
  {
    ...{ id: 'a', createdAt: at, updatedAt: at, data: { name: 'Ada', tags: ['x'] } },
    labels: { rest: TRUSTED, fields: { name: untrusted('mail:m') } },
  },
  { id: 'b', createdAt: at, updatedAt: at, data: { age: 36, name: null }, labels: { rest: TRUSTED } },
];
const nothing = () => undefined;

function shown(props: Partial<RowGridProps>): string {
  const grid: RowGridProps = {
    ...{ label: 'Rows', rows, total: 2, columns: ['name', 'tags', 'age'], mayEdit: true, sort: null, filtered: [] },
    ...{ onOpen: nothing, onCell: nothing, onRemove: nothing, onAct: nothing, onMore: null },
    ...props,
  };
  return renderToStaticMarkup(inLanguage(<RowGrid {...grid} />));
}

test('the grid shows all columns, marks what came from outside, and can be edited only with the right', () => {
  const html = shown({});
  expect(html.match(/sr-only">untrusted/g)).toHaveLength(1);
  expect(html).toContain('36');
  expect(html).toContain('Edit row 1');
  expect(shown({ mayEdit: false })).not.toContain('Edit row');
  expect(shown({ sort: { column: 'age', direction: 'descending' } })).toContain('aria-sort="descending"');
});

test('of a long table only what is on the screen is there', () => {
  const many = Array.from({ length: 5000 }, (_, n): RowView => ({ ...rows[0]!, id: `row-${n}` }));
  const html = shown({ rows: many, total: 5000 });
  expect(html).toContain('aria-rowcount="5001"');
  expect(html.match(/role="rowheader"/g)?.length).toBeLessThan(60);
});
