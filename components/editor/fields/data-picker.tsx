'use client';
import { Braces, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { useForm } from '#components/editor/fields/field-context.tsx';
import { VariableSource } from '#components/editor/fields/variable-source.tsx';
import type { DataField } from '#components/editor/model/data-fields.ts';
import { searchFields, sourcesFor, type DataSource } from '#components/editor/model/outputs.ts';
import { pathText } from '#components/editor/model/references.ts';
import { useStore } from '#components/editor/store/store.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';

/** A button that offers what earlier steps give; the choice comes back as the inside of `{{ }}`. */
export function DataPicker({ label, onPick }: { label: string; onPick: (expression: string) => void }) {
  const t = useTranslations('fields.picker');
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="iconSm" aria-label={t('into', { label })} title={t('insert')}>
          <Braces aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={t('values')}
        className="flex max-h-96 w-80 max-w-[calc(100vw-1rem)] flex-col p-0"
      >
        <Sources
          onPick={(expression) => {
            onPick(expression);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function Sources({ onPick }: { onPick: (expression: string) => void }) {
  const t = useTranslations('fields.picker');
  const { editor } = useEditor();
  const { node } = useForm();
  const flow = useDoc(({ present }) => present.flow);
  const samples = useStore(editor.samples, (value) => value);
  const [query, setQuery] = useState('');
  const sources = useMemo(
    () => sourcesFor(flow, node, { catalogue: editor.catalogue, samples }),
    [flow, node, editor, samples],
  );
  return (
    <>
      <div className="border-b border-line p-2">
        <Input
          autoFocus
          className="h-8"
          placeholder={t('findHint')}
          aria-label={t('find')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {sources.length === 0 && <p className="p-3 text-sm text-ink-faint">{t('nothing')}</p>}
        {sources.map((source) => (
          <Source key={source.node} source={source} query={query} onPick={onPick} />
        ))}
        <VariableSource query={query} onPick={onPick} />
      </div>
    </>
  );
}

function Source({
  source,
  query,
  onPick,
}: {
  source: DataSource;
  query: string;
  onPick: (expression: string) => void;
}) {
  const t = useTranslations('fields.picker');
  const { editor } = useEditor();
  const untrusted = useStore(editor.derived, ({ trust }) => trust.outputs.has(source.node));
  const fields = searchFields(source.fields, query);
  const named = source.name.toLowerCase().includes(query.trim().toLowerCase());
  if (fields.length === 0 && !named) return null;
  return (
    <section className="pb-1.5">
      <h4 className="flex items-center gap-2 px-1.5 py-1 text-sm font-medium">
        <NodeIcon icon={source.icon} kind={source.kind} className="size-6 rounded-md" />
        <span className="min-w-0 flex-1 truncate">{source.name}</span>
        {untrusted && <Badge tone="untrusted">{t('untrusted')}</Badge>}
      </h4>
      <ul>
        <FieldRow
          field={{ path: [], name: t('all'), type: 'object', children: [] }}
          root={source.root}
          onPick={onPick}
        />
        {fields.map((field) => (
          <FieldRow key={field.path.join('.')} field={field} root={source.root} onPick={onPick} open={query !== ''} />
        ))}
      </ul>
      {!source.seen && <p className="px-2 pt-0.5 text-xs text-ink-faint">{t('declared')}</p>}
    </section>
  );
}

type FieldRowProps = { field: DataField; root: string; onPick: (expression: string) => void; open?: boolean };

function FieldRow({ field, root, onPick, open }: FieldRowProps) {
  const t = useTranslations('fields.picker');
  const [unfolded, setUnfolded] = useState(false);
  const shown = open || unfolded;
  return (
    <li>
      <div className="flex items-center rounded-md hover:bg-hover">
        {field.children.length > 0 ? (
          <button
            type="button"
            aria-expanded={shown}
            aria-label={t('fields', { name: field.name })}
            className="grid size-6 cursor-pointer place-items-center text-ink-faint"
            onClick={() => setUnfolded(!shown)}
          >
            <ChevronRight className={shown ? 'size-3.5 rotate-90' : 'size-3.5'} aria-hidden />
          </button>
        ) : (
          <span className="size-6" />
        )}
        <button
          type="button"
          title={pathText(root, field.path)}
          className="flex min-w-0 flex-1 cursor-pointer items-baseline gap-2 py-1 pr-2 text-left text-sm"
          onClick={() => onPick(pathText(root, field.path))}
        >
          <span className="shrink-0">{field.name}</span>
          <span className="min-w-0 flex-1 truncate text-right text-xs text-ink-faint">
            {field.sample ?? field.type}
          </span>
        </button>
      </div>
      {shown && field.children.length > 0 && (
        <ul className="ml-3 border-l border-line pl-1">
          {field.children.map((child) => (
            <FieldRow key={child.path.join('.')} field={child} root={root} onPick={onPick} open={open} />
          ))}
        </ul>
      )}
    </li>
  );
}
