'use client';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { columnNameFrom, LEFT_OUT } from '#components/tables/csv-choice.ts';
import { Select } from '#components/ui/select.tsx';
import type { CsvPreview } from '#lib/views-data.ts';

export type ImportMappingProps = {
  preview: CsvPreview;
  columns: string[];
  /** For each column of the file the one it goes into. */
  into: string[];
  onChange: (into: string[]) => void;
};

const ROWS = 5;

/** The first lines of a file, and above each column where it goes. */
export function ImportMapping({ preview, columns, into, onChange }: ImportMappingProps) {
  const t = useTranslations('tables.import');
  return (
    <div
      role="region"
      aria-label={t('preview')}
      tabIndex={0}
      className="relative overflow-x-auto rounded-lg border border-line"
    >
      <table className="w-full text-sm">
        <caption className="sr-only">{t('preview')}</caption>
        <thead className="bg-sunken">
          <tr>
            {preview.columns.map((name, at) => (
              <th key={name} scope="col" className="min-w-40 p-2 text-left align-top font-medium">
                <span className="mb-1.5 block truncate px-1 text-ink-soft">
                  <VisibleText text={name} className="whitespace-nowrap" />
                </span>
                <Select
                  aria-label={t('goesInto', { column: name })}
                  value={into[at]}
                  options={optionsOf(name, columns, into[at])}
                  onValueChange={(column) => onChange(into.map((one, other) => (other === at ? column : one)))}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {preview.sample.slice(0, ROWS).map((cells, line) => (
            <tr key={line}>
              {preview.columns.map((name, at) => (
                <td key={name} className="max-w-60 truncate px-3 py-1.5">
                  <VisibleText text={cells[at] ?? ''} className="whitespace-nowrap" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function optionsOf(name: string, known: string[], chosen: string | undefined) {
    const fresh = [...new Set([chosen, columnNameFrom(name)])].filter(
      (column): column is string => column !== undefined && column !== LEFT_OUT && !known.includes(column),
    );
    return [
      ...known.map((column) => ({ value: column, title: column })),
      ...fresh.map((column) => ({ value: column, title: column, hint: t('newColumn') })),
      { value: LEFT_OUT, title: t('leaveOut') },
    ];
  }
}
