'use client';
import { Link } from '#components/ui/link.tsx';
import { useState, type ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { NavItem } from '#components/shell/nav-items.ts';
import { cn } from '#components/ui/cn.ts';
import { Sheet, SheetContent, SheetTrigger } from '#components/ui/sheet.tsx';

export type MorePlacesProps = {
  places: readonly NavItem[];
  here: NavItem | undefined;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** The places that have no room on the bar of a phone. */
export function MorePlaces({ places, here, defaultOpen = false, children }: MorePlacesProps) {
  const t = useTranslations('shell.nav');
  const [open, setOpen] = useState(defaultOpen);
  return (
    <Sheet open={open} onOpenChange={setOpen}>
      <SheetTrigger asChild>{children}</SheetTrigger>
      <SheetContent side="bottom" title={t('more')}>
        <nav aria-label={t('more')} className="flex flex-col gap-0.5 pb-[env(safe-area-inset-bottom)]">
          {places.map(({ href, name, icon: Icon }) => (
            <Link
              key={href}
              href={href}
              aria-current={href === here?.href ? 'page' : undefined}
              onClick={() => setOpen(false)}
              className={cn(
                'flex h-12 items-center gap-3.5 rounded-md px-2 text-base font-medium hover:bg-hover',
                href === here?.href && 'bg-hover text-accent-text',
              )}
            >
              <Icon className="size-5" strokeWidth={1.75} aria-hidden />
              {t(name)}
            </Link>
          ))}
        </nav>
      </SheetContent>
    </Sheet>
  );
}
