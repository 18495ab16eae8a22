'use client';
import { ChevronRight, GripVertical } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { DataField } from '#components/editor/model/data-fields.ts';
import { pathText } from '#components/editor/model/references.ts';
import { beginDrag } from '#components/editor/trial/field-drag.ts';

export type FieldTreeProps = {
  fields: readonly DataField[];
  root: string;
  /** Unfold everything: while searching. */
  open?: boolean;
  /** With the expression that refers to the field. */
  onPick: (expression: string) => void;
};

/** Fields of a step's output: each can be dragged into a parameter, or picked for the one where the cursor is. */
export function FieldTree({ fields, ...rest }: FieldTreeProps) {
  return (
    <ul>
      {fields.map((field) => (
        <Row key={field.path.join('.')} field={field} {...rest} />
      ))}
    </ul>
  );
}

function Row({ field, root, open, onPick }: Omit<FieldTreeProps, 'fields'> & { field: DataField }) {
  const t = useTranslations('trial.tree');
  const [unfolded, setUnfolded] = useState(false);
  const expression = pathText(root, field.path);
  const shown = open || unfolded;
  const hasChildren = field.children.length > 0;
  return (
    <li>
      <div
        className="flex cursor-grab items-center rounded-md hover:bg-hover"
        onPointerDown={(event) => event.pointerType !== 'touch' && beginDrag(event, { expression, name: field.name })}
      >
        {hasChildren ? (
          <button
            type="button"
            aria-expanded={shown}
            aria-label={t('fields', { name: field.name })}
            className="grid size-6 shrink-0 cursor-pointer place-items-center text-ink-faint"
            onClick={() => setUnfolded(!shown)}
          >
            <ChevronRight className={shown ? 'size-3.5 rotate-90' : 'size-3.5'} aria-hidden />
          </button>
        ) : (
          <span className="size-6 shrink-0" />
        )}
        <button
          type="button"
          title={expression}
          aria-label={t('insert', { name: field.name })}
          className="flex min-h-7 min-w-0 flex-1 cursor-[inherit] items-baseline gap-2 py-1 text-left text-sm"
          onClick={() => onPick(expression)}
        >
          <bdi className="max-w-[60%] shrink-0 truncate font-medium">{field.name}</bdi>
          <span className="shrink-0 text-xs text-ink-faint">{field.type}</span>
          {field.sample !== undefined && (
            <span className="max-h-5 min-w-0 flex-1 overflow-hidden text-right text-xs text-ink-soft">
              <VisibleText text={field.sample} />
            </span>
          )}
        </button>
        {/* A finger that moves elsewhere on the row scrolls. */}
        <span
          aria-hidden
          data-grip={expression}
          className="grid size-7 shrink-0 touch-none place-items-center text-ink-faint"
          onPointerDown={(event) => event.pointerType === 'touch' && beginDrag(event, { expression, name: field.name })}
        >
          <GripVertical className="size-3.5" />
        </span>
      </div>
      {shown && hasChildren && (
        <div className="ml-3 border-l border-line pl-1">
          <FieldTree fields={field.children} root={root} open={open ?? false} onPick={onPick} />
        </div>
      )}
    </li>
  );
}
