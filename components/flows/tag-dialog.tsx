'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { FlowTag } from '#components/flows/flow-tag.tsx';
import { useShelfActions } from '#components/flows/use-shelves.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { TAG_TONES, type FlowCard, type TagTone, type TagView } from '#lib/views-flows.ts';

type TagDialogProps = { flows: readonly FlowCard[]; tags: readonly TagView[]; onClose: () => void };

/** Puts tags on flows and takes them off; makes, colours and removes tags. */
export function TagDialog({ flows, tags, onClose }: TagDialogProps) {
  const t = useTranslations('flows.tags');
  const area = useTranslations('flows');
  const actions = useShelfActions();
  const [name, setName] = useState('');
  const ids = flows.map(({ id }) => id);
  const stateOf = (tag: string) => {
    const count = flows.filter((flow) => flow.tags.includes(tag)).length;
    return count === 0 ? false : count === flows.length ? true : 'indeterminate';
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '') return;
    const tag = await actions.addTag.mutateAsync({ name: wanted });
    setName('');
    actions.tag.mutate({ ids, add: [tag.id] });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t('title', { count: flows.length })} description={t('help')}>
        <form className="flex gap-2 pb-3" onSubmit={(event) => void add(event)}>
          <Input
            aria-label={t('new')}
            placeholder={t('new')}
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" busy={actions.addTag.isPending} disabled={name.trim() === ''}>
            <Plus aria-hidden />
            {t('add')}
          </Button>
        </form>
        <ul className="flex flex-col gap-1 pb-3">
          {tags.map((tag) => (
            <li key={tag.id} className="flex items-center gap-2">
              <label className="flex min-h-9 min-w-0 flex-1 cursor-pointer items-center gap-2.5">
                <Checkbox
                  aria-label={tag.name}
                  checked={stateOf(tag.id)}
                  onCheckedChange={(on) => actions.tag.mutate({ ids, [on === true ? 'add' : 'remove']: [tag.id] })}
                />
                <FlowTag tag={tag} />
              </label>
              <Select
                aria-label={t('colourOf', { name: tag.name })}
                className="w-32"
                value={tag.tone}
                onValueChange={(tone) => actions.changeTag.mutate({ id: tag.id, tone: tone as TagTone })}
                options={TAG_TONES.map((tone) => ({ value: tone, title: area(`tones.${tone}`) }))}
              />
              <Button
                variant="ghost"
                size="icon"
                aria-label={t('remove', { name: tag.name })}
                onClick={() => actions.removeTag.mutate({ id: tag.id })}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}
