'use client';
import { ShieldQuestion } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import type { Label } from '#lib/label.ts';

const TEXT = {
  untrusted: 'Untrusted',
  title: 'Where this came from',
  why: 'Nobody vouches for this value: it came from outside, or was made from something that did.',
  from: 'It came from',
  many: 'more than 32 sources',
};

const KINDS: Record<string, string> = {
  webhook: 'a webhook',
  api: 'an API call',
  person: 'a signed-in person',
  http: 'a web address',
  llm: 'a model',
  table: 'a table',
  unlabelled: 'an unknown source',
};

/** An origin in words: `webhook:steps.hook` is "a webhook (steps.hook)". */
export function originTitle(origin: string): string {
  if (origin === 'many') return TEXT.many;
  const [kind = '', ...rest] = origin.split(':');
  const known = KINDS[kind];
  const detail = rest.join(':');
  if (!known) return origin;
  return detail ? `${known} (${detail})` : known;
}

/** Marks a value that came from outside; opens to say where from. Nothing for trusted values. */
export function LabelBadge({ label, className }: { label: Label | null; className?: string }) {
  if (!label || label.integrity === 'trusted') return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button type="button" className={cn('cursor-pointer rounded-full', className)}>
          <Badge tone="untrusted">
            <ShieldQuestion aria-hidden />
            {TEXT.untrusted}
          </Badge>
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={TEXT.title} className="text-base">
        <p className="text-ink-soft">{TEXT.why}</p>
        {label.origins.length > 0 && (
          <>
            <p className="mt-3 mb-1 text-sm font-medium">{TEXT.from}</p>
            <ul className="flex flex-col gap-1">
              {label.origins.map((origin) => (
                <li key={origin} className="wrap-anywhere text-untrusted">
                  <bdi>{originTitle(origin)}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
      </PopoverContent>
    </Popover>
  );
}
