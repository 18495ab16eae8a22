/** Of the owner's own data: shapes that the web side sends to pages, CLI and REST callers. Times as in views.ts. */
import type { FieldLabels, Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';

/** `value` is left out of lists; `preview` is its beginning. */
export type VariableCard = {
  name: string;
  kind: 'text' | 'number' | 'yes-no' | 'data';
  preview: string;
  label: Label;
  /** Named when saving, so that nobody overwrites what they have not seen. */
  updatedAt: string;
};

export type VariableView = VariableCard & { value: Json };

export type CounterView = { name: string; value: number; label: Label; updatedAt: string };

/** A list of "Only what is new". What it holds is kept as hashes only. */
export type SeenView = { list: string; count: number; lastAt: string };

export type TableCard = { id: string; name: string; createdAt: string; rows: number };

/** A flow with steps that name a table. */
export type TableUse = { flowId: string; flowName: string };

/** What goes with a column: how many rows have a value in it, and which flows use the table. */
export type ColumnLoss = { rows: number; usedBy: TableUse[] };

export const ROW_TESTS = ['contains', 'is', 'isNot', 'above', 'below', 'empty', 'filled'] as const;

/** A condition on a column, as one draws it up in the page of a table. */
export type RowFilter = { column: string; test: (typeof ROW_TESTS)[number]; value: string };

export type RowSort = { column: string; direction: 'ascending' | 'descending' };

/** `total` and `columns` come with the first page only. `next` begins the next page. */
export type RowPage = {
  table: { id: string; name: string };
  columns: string[];
  total: number;
  items: RowView[];
  next: string | null;
};

/** Something wrong in a file, and the line where it stands. */
export type LineProblem = { line: number; message: string };

/** What a CSV file holds, as far as a person looks at it before it is taken in. */
export type CsvPreview = {
  columns: string[];
  sample: string[][];
  count: number;
  problems: LineProblem[];
  problemCount: number;
};

export type CsvImported = { added: number; skipped: number; problems: LineProblem[] };

export type RowView = {
  id: string;
  data: Record<string, Json>;
  labels: FieldLabels;
  createdAt: string;
  /** Named when saving, so that nobody overwrites what they have not seen. */
  updatedAt: string;
};
