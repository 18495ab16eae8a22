'use client';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { FreshSignIn } from '#components/auth/fresh-sign-in.tsx';
import { CommandHost } from '#components/command/command-host.tsx';
import { DocumentTitle } from '#components/live/document-title.tsx';
import { LiveProvider } from '#components/live/live-provider.tsx';
import { Banners } from '#components/shell/banners.tsx';
import { InstalledApp } from '#components/shell/installed-app.tsx';
import { LogoMark } from '#components/shell/logo.tsx';
import { PhoneBottomBar, PhoneTopBar } from '#components/shell/phone-bars.tsx';
import { SignedIn } from '#components/shell/session.tsx';
import { TourSlot } from '#components/tour/tour-slot.tsx';
import { Sidebar } from '#components/shell/sidebar.tsx';

const BARE = ['/setup', '/sign-in', '/join'];

function isEditor(pathname: string) {
  return /^\/flows\/[^/]+(\/versions)?$/.test(pathname);
}

function Waiting() {
  const t = useTranslations('shell.nav');
  return (
    <div role="status" aria-label={t('loading')} className="grid min-h-dvh place-items-center">
      <LogoMark className="size-9 animate-breathe" />
    </div>
  );
}

/** Everything around a page. The editor gets the whole window beside a narrow sidebar; sign-in pages stand alone. */
export function Shell({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const t = useTranslations('shell.nav');
  if (BARE.some((path) => pathname.startsWith(path))) return <main>{children}</main>;
  const editor = isEditor(pathname);
  return (
    <SignedIn waiting={<Waiting />}>
      <LiveProvider>
        <a
          href="#page"
          className="sr-only z-60 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          {t('skip')}
        </a>
        <DocumentTitle />
        <CommandHost />
        <FreshSignIn />
        <TourSlot />
        <InstalledApp />
        <div className="flex min-h-dvh">
          <Sidebar narrow={editor} />
          <div className={editor ? 'flex h-dvh min-w-0 flex-1 flex-col' : 'flex min-w-0 flex-1 flex-col pb-14 md:pb-0'}>
            {!editor && <PhoneTopBar />}
            <Banners />
            <main id="page" tabIndex={-1} className={editor ? 'min-h-0 flex-1 outline-none' : 'flex-1 outline-none'}>
              {children}
            </main>
          </div>
        </div>
        {!editor && <PhoneBottomBar />}
      </LiveProvider>
    </SignedIn>
  );
}
