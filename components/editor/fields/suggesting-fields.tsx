'use client';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useDoc } from '#components/editor/editor-context.tsx';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { TextField } from '#components/editor/fields/text-field.tsx';
import { findNode } from '#components/editor/model/graph.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { KNOWN_MODELS } from '#nodes/models.ts';

type Suggestion = { value: string; title: string };

/** Text that offers what is known while one types; anything else may be written too. */
function Suggesting({ suggestions, ...props }: FieldProps & { suggestions: readonly Suggestion[] }) {
  const list = useId();
  return (
    <>
      <TextField {...props} list={list} />
      <datalist id={list}>
        {suggestions.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** The name of a model. */
export function ModelField(props: FieldProps) {
  return <Suggesting {...props} suggestions={KNOWN_MODELS.map(({ id, title }) => ({ value: id, title }))} />;
}

/** The name of one of the owner's tables, or of one that the step makes. */
export function TableField(props: FieldProps) {
  const t = useTranslations('fields.suggest');
  const tables = useQuery(useTRPC().tables.list.queryOptions());
  const suggestions = (tables.data ?? []).map(({ name, rows }) => ({ value: name, title: t('rows', { rows }) }));
  return <Suggesting {...props} suggestions={suggestions} />;
}

/** A chat that is paired with the connection of the step. */
export function ChatField(props: FieldProps) {
  const { node } = useForm();
  const trpc = useTRPC();
  const connection = useDoc(({ present }) => findNode(present.flow, node)?.connection);
  const chats = useQuery(trpc.chats.list.queryOptions(connection === undefined ? skipToken : { id: connection }));
  const suggestions = (chats.data?.chats ?? []).map(({ chatId, name }) => ({ value: chatId, title: name }));
  return <Suggesting {...props} suggestions={suggestions} />;
}
