import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { requestLocale, requestTexts } from '#app/request-texts.ts';
import { Providers } from '#components/shell/providers.tsx';
import { Shell } from '#components/shell/shell.tsx';
import { TextsProvider } from '#components/texts/texts-provider.tsx';
import { messagesOf } from '#messages/texts.ts';
import './globals.css';

/** The tab's title and what the page is about. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTexts('shell');
  return {
    title: { default: 'Hearth', template: '%s · Hearth' },
    description: t('description'),
    manifest: '/manifest.webmanifest',
    icons: { icon: '/icon.svg', apple: '/icons/apple-180.png' },
    appleWebApp: { title: 'Hearth' },
  };
}

// Every page carries the nonce of its own request, so none can be made ahead of time.
export const dynamic = 'force-dynamic';

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, tag } = await requestLocale();
  return (
    // theme.js may set data-theme before React wakes up
    <html lang={language} suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
      </head>
      <body>
        <TextsProvider locale={tag} messages={messagesOf(language)}>
          <Providers>
            <Shell>{children}</Shell>
          </Providers>
        </TextsProvider>
      </body>
    </html>
  );
}
