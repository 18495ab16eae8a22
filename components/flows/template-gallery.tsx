'use client';
import { Plug } from 'lucide-react';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { Choice } from '#components/flows/template-choice.tsx';
import type { FlowTemplate } from '#lib/views.ts';
import { connectionType } from '#nodes/connections.ts';

const TEXT = {
  needs: (what: string) => `Needs ${what}`,
  or: ' or ',
  and: ', ',
};

/** What a template signs in to, in words. */
export function needTitle(types: readonly string[]): string {
  return types.map((type) => connectionType(type)?.title ?? type).join(TEXT.or);
}

type GalleryProps = {
  templates: readonly FlowTemplate[];
  disabled: boolean;
  onChoose: (template: FlowTemplate) => void;
};

/** The flows that come with Hearth, each with the kinds of steps it is made of and what it needs. */
export function TemplateGallery({ templates, disabled, onChoose }: GalleryProps) {
  return (
    <div className="grid gap-2.5 pb-3 sm:grid-cols-2">
      {templates.map((template) => (
        <Choice
          key={template.id}
          icon={<NodeIcon {...(template.icons[0] ?? { icon: '', kind: 'action' })} />}
          title={template.name}
          help={template.description}
          disabled={disabled}
          onChoose={() => onChoose(template)}
        >
          <span className="mt-2 flex flex-wrap items-center gap-1">
            {template.icons.slice(1).map(({ icon, kind }) => (
              <NodeIcon key={icon} icon={icon} kind={kind} className="size-6 rounded-md [&_svg]:size-3.5" />
            ))}
            {template.needs.length > 0 && (
              <span className="ml-auto flex items-center gap-1 text-xs text-ink-faint">
                <Plug className="size-3 shrink-0" aria-hidden />
                {TEXT.needs(template.needs.map(({ types }) => needTitle(types)).join(TEXT.and))}
              </span>
            )}
          </span>
        </Choice>
      ))}
    </div>
  );
}
