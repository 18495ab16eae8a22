'use client';
import { Plug } from 'lucide-react';
import { NodeIcon } from '#components/editor/canvas/node-icon.tsx';
import { Choice } from '#components/flows/template-choice.tsx';
import { useTranslations } from 'use-intl';
import type { Texts } from '#messages/types.ts';
import type { FlowTemplate } from '#lib/views.ts';
import { connectionType } from '#nodes/connections.ts';

/** What a template signs in to, in words. */
export function needTitle(types: readonly string[], t: Texts<'docs.gallery'>): string {
  const titles = types.map((type) => connectionType(type)?.title ?? type);
  const last = titles.at(-1) ?? '';
  return titles.length < 2 ? last : t('or', { types: titles.slice(0, -1).join(', '), last });
}

type GalleryProps = {
  templates: readonly FlowTemplate[];
  disabled: boolean;
  onChoose: (template: FlowTemplate) => void;
};

/** The flows that come with Hearth, each with the kinds of steps it is made of and what it needs. */
export function TemplateGallery({ templates, disabled, onChoose }: GalleryProps) {
  const t = useTranslations('docs.gallery');
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
                {t('needs', { what: template.needs.map(({ types }) => needTitle(types, t)).join(', ') })}
              </span>
            )}
          </span>
        </Choice>
      ))}
    </div>
  );
}
