'use client';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useDoc } from '#components/editor/editor-context.tsx';
import { useForm, type FieldProps } from '#components/editor/fields/field-context.tsx';
import { TextField } from '#components/editor/fields/text-field.tsx';
import { findNode } from '#components/editor/model/graph.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import type { McpDescriptor } from '#lib/views-mcp.ts';
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

/** The name of a model: those of the connection, as its service told last, and without any those that Hearth knows. */
export function ModelField(props: FieldProps) {
  const connection = useConnectionHere();
  const models = useQuery(
    useTRPC().models.list.queryOptions(connection === undefined ? skipToken : { id: connection }, { retry: false }),
  );
  const listed = models.data?.models ?? [];
  const known = KNOWN_MODELS.map(({ id, title }) => ({ value: id, title }));
  const offered = listed.map(({ name, title }) => ({ value: name, title: title ?? name }));
  return <Suggesting {...props} suggestions={offered.length > 0 ? offered : known} />;
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
  const connection = useConnectionHere();
  const chats = useQuery(useTRPC().chats.list.queryOptions(connection === undefined ? skipToken : { id: connection }));
  const suggestions = (chats.data?.chats ?? []).map(({ chatId, name }) => ({ value: chatId, title: name }));
  return <Suggesting {...props} suggestions={suggestions} />;
}

/** A tool of the MCP server that the step is connected to, and what it asks for. */
export function McpToolField(props: FieldProps) {
  const t = useTranslations('fields.mcpTool');
  const connection = useConnectionHere();
  const tools = useQuery(useTRPC().mcp.tools.queryOptions(connection === undefined ? skipToken : { id: connection }));
  const known = tools.data ?? [];
  const suggestions = known.map(({ name, status, offered }) => ({
    value: name,
    title: status === 'on' ? (offered.title ?? t('on')) : t('off'),
  }));
  const chosen = known.find(({ name }) => name === props.value);
  return (
    <>
      <Suggesting {...props} suggestions={suggestions} />
      {chosen && chosen.status !== 'on' && <p className="mt-1.5 text-sm text-danger">{t('isOff')}</p>}
      {chosen?.status === 'on' && chosen.read && (
        <p className="mt-1.5 text-sm text-ink-soft wrap-anywhere">{t('asks', { fields: askedOf(chosen.read) })}</p>
      )}
    </>
  );
}

/** Names of arguments, those that must be there first. */
function askedOf({ inputSchema: { properties, required } }: McpDescriptor): string {
  const names = properties && typeof properties === 'object' ? Object.keys(properties) : [];
  const must = new Set(Array.isArray(required) ? required : []);
  const shown = names.toSorted((a, b) => Number(must.has(b)) - Number(must.has(a))).slice(0, MOST_SHOWN);
  const text = shown.map((name) => (must.has(name) ? `${name}*` : name)).join(', ');
  return names.length === 0 ? '–' : names.length > MOST_SHOWN ? `${text} …` : text;
}

const MOST_SHOWN = 12;

function useConnectionHere(): string | undefined {
  const { node, connection } = useForm();
  const ofStep = useDoc(({ present }) => findNode(present.flow, node)?.connection);
  return connection === undefined ? ofStep : (connection ?? undefined);
}
