'use client';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { goTo, type Hands } from '#components/editor/canvas/commands.ts';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { findNode } from '#components/editor/model/graph.ts';
import { targetsFor, toggleWire } from '#components/editor/model/insert.ts';
import { outputPorts } from '#components/editor/model/ports.ts';
import { onlyNode } from '#components/editor/model/selection.ts';
import { outletOf } from '#components/editor/store/actions.ts';
import { ChoiceList } from '#components/ui/choice-list.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { IN_PORT } from '#nodes/define.ts';

/** Draws and removes wires without a pointer: first the output, then the step that it leads to. */
export function ConnectDialog({ hands }: { hands: Hands }) {
  const t = useTranslations('drawing.connect');
  const { editor, ui } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  const [id] = useState(() => onlyNode(editor.selection()));
  const node = id === null ? undefined : findNode(flow, id);
  const ports = node ? outputPorts(node, editor.catalogue) : [];
  const [chosen, setChosen] = useState(() => outletOf(editor, id)?.port);
  const port = ports.find((one) => one.id === chosen) ?? ports[0];
  const close = () => {
    ui.patch({ dialog: null });
    goTo(hands, id);
  };
  if (!node) return null;
  const from = port && { node: node.id, port: port.id };
  const targets = from ? targetsFor(flow, from, editor.catalogue) : [];
  const pick = (target: string) => {
    if (!from) return;
    editor.change(toggleWire(editor.flow(), { from, to: { node: target, port: IN_PORT } }, editor.catalogue));
    close();
  };
  return (
    <Dialog open onOpenChange={(stays) => !stays && close()}>
      <DialogContent
        title={t('title', { name: node.name })}
        description={t('description')}
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {ports.length > 1 && (
          <fieldset className="mb-3">
            <legend className="mb-1 text-sm font-medium text-ink-soft">{t('port')}</legend>
            <div className="flex flex-wrap gap-x-4">
              {ports.map((one) => (
                <label key={one.id} className="flex min-h-7 cursor-pointer items-center gap-2 text-base">
                  <input
                    type="radio"
                    name="port"
                    className="size-4 accent-(--accent)"
                    checked={one === port}
                    onChange={() => setChosen(one.id)}
                  />
                  <bdi>{one.title || one.id}</bdi>
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <ChoiceList
          label={t('find')}
          empty={t('none')}
          onPick={pick}
          choices={targets.map(({ node: target, connected }) => ({
            id: target.id,
            words: `${target.name} ${editor.catalogue[target.type]?.title ?? target.type}`,
            icon: (
              <NodeIcon
                icon={editor.catalogue[target.type]?.icon ?? ''}
                kind={editor.catalogue[target.type]?.kind ?? 'unknown'}
              />
            ),
            title: target.name,
            hint: connected ? t('connected') : (editor.catalogue[target.type]?.title ?? target.type),
            end: connected ? <Check className="size-4 text-good" aria-hidden /> : null,
          }))}
        />
      </DialogContent>
    </Dialog>
  );
}
