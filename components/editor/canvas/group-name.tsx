'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvasActions, useIsWriting } from '#components/editor/canvas/canvas-actions.ts';
import { canvasIdOf } from '#components/editor/model/groups.ts';
import type { FlowGroup } from '#lib/flow.ts';

/** A group's name, to change where it stands: by a double click or F2. */
export function GroupName({ group }: { group: FlowGroup }) {
  const actions = useCanvasActions();
  const writing = useIsWriting(canvasIdOf(group.id));
  if (writing && actions) return <NameInput group={group} />;
  return (
    <span
      className="min-w-0 flex-1 truncate"
      title={group.name}
      onDoubleClick={() => actions?.write(canvasIdOf(group.id))}
    >
      <bdi>{group.name}</bdi>
    </span>
  );
}

function NameInput({ group }: { group: FlowGroup }) {
  const t = useTranslations('drawing.group');
  const actions = useCanvasActions();
  const [name, setName] = useState(group.name);
  const end = (keep: boolean) => {
    if (keep) actions?.renameGroup(group.id, name);
    actions?.write(null);
  };
  return (
    <input
      autoFocus
      aria-label={t('name')}
      maxLength={120}
      className="nodrag nopan min-w-0 flex-1 rounded-md border border-accent bg-surface px-1.5 py-0.5 text-ink outline-none"
      value={name}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        const card = event.currentTarget.closest<HTMLElement>('.react-flow__node');
        end(event.key === 'Enter');
        card?.focus({ preventScroll: true });
      }}
    />
  );
}
