'use client';
import { createContext, useContext } from 'react';
import type { Schema } from '#components/editor/model/schema.ts';
import type { Json } from '#lib/value.ts';

/** What every kind of field takes. `undefined` is "not set": the declaration's default holds. */
export type FieldProps = {
  schema: Schema;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  id?: string;
  label: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
};

/** Where the form stands: the node, and whether expressions mean anything there (a trigger has nothing to refer to). */
export type FormPlace = {
  node: string;
  templates: boolean;
  params: Record<string, Json>;
  /** Of a tool, which has one of its own or none; else it is that of the step. */
  connection?: string | null;
};

export const FormContext = createContext<FormPlace | null>(null);

export function useForm(): FormPlace {
  const place = useContext(FormContext);
  if (!place) throw new Error('A field stands outside of a form.');
  return place;
}
