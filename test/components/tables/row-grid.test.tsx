import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { columnsOf, RowGrid } from '#components/tables/row-grid.tsx';
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

test('the grid shows all columns, marks what came from outside, and can be edited only with the right', () => {
  expect(columnsOf(rows)).toEqual(['name', 'tags', 'age']);
  const shown = renderToStaticMarkup(inLanguage(<RowGrid rows={rows} columns={columnsOf(rows)} onOpen={null} />));
  expect(shown.match(/Untrusted/g)).toHaveLength(1);
  expect(shown).toContain('36');
  expect(shown).not.toContain('Edit row');
  expect(renderToStaticMarkup(inLanguage(<RowGrid rows={rows} columns={[]} onOpen={() => {}} />))).toContain(
    'Edit row',
  );
});
