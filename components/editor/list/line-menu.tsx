'use client';
import { ArrowDown, ArrowUp, Copy, Ellipsis, Pencil, Power, Replace, Spline, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useList } from '#components/editor/list/list-context.ts';
import type { OutlineStep } from '#components/editor/list/outline.ts';
import type { Card } from '#components/editor/model/cards.ts';
import { Button } from '#components/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';

/** All that can be done with a step of the list. */
export function LineMenu({ step, card, tabIndex }: { step: OutlineStep; card: Card; tabIndex: number }) {
  const t = useTranslations('list');
  const hands = useList();
  const { id } = step;
  const [up, down] = [hands.mover(id, -1), hands.mover(id, 1)];
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          tabIndex={tabIndex}
          className="size-11 md:size-8.5"
          aria-label={t('menu', { name: card.name })}
        >
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => hands.rename(id)}>
          <Pencil aria-hidden />
          {t('rename')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => hands.connect(id)}>
          <Spline aria-hidden />
          {t('connect')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => hands.add({ replace: id })}>
          <Replace aria-hidden />
          {t('replace')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => hands.duplicate(id)}>
          <Copy aria-hidden />
          {t('duplicate')}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => hands.toggle(id)}>
          <Power aria-hidden />
          {t(card.disabled ? 'switchOn' : 'switchOff')}
        </DropdownMenuItem>
        {up && (
          <DropdownMenuItem onSelect={up}>
            <ArrowUp aria-hidden />
            {t('moveUp')}
          </DropdownMenuItem>
        )}
        {down && (
          <DropdownMenuItem onSelect={down}>
            <ArrowDown aria-hidden />
            {t('moveDown')}
          </DropdownMenuItem>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem danger onSelect={() => hands.remove(id)}>
          <Trash2 aria-hidden />
          {t('remove')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
