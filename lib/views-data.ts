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

export type RowView = {
  id: string;
  data: Record<string, Json>;
  labels: FieldLabels;
  createdAt: string;
  /** Named when saving, so that nobody overwrites what they have not seen. */
  updatedAt: string;
};
