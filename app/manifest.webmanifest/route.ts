import { requestLocale, requestTexts } from '#app/request-texts.ts';

const ICON = { type: 'image/png', purpose: 'any' };
const MASKABLE = { type: 'image/png', purpose: 'maskable' };

/** What a browser needs to install Hearth as an app. */
export async function GET(): Promise<Response> {
  const t = await requestTexts('shell');
  const { language } = await requestLocale();
  const shortcut = (name: string, url: string) => ({
    ...{ name, url },
    icons: [{ src: '/icons/icon-96.png', sizes: '96x96', type: 'image/png' }],
  });
  const manifest = {
    ...{ id: '/', name: 'Hearth', short_name: 'Hearth', lang: language, description: t('description') },
    ...{ start_url: '/flows', scope: '/', display: 'standalone' },
    ...{ background_color: '#221d1a', theme_color: '#221d1a' },
    icons: [
      { ...ICON, src: '/icons/icon-192.png', sizes: '192x192' },
      { ...ICON, src: '/icons/icon-512.png', sizes: '512x512' },
      { ...MASKABLE, src: '/icons/maskable-192.png', sizes: '192x192' },
      { ...MASKABLE, src: '/icons/maskable-512.png', sizes: '512x512' },
    ],
    shortcuts: [shortcut(t('titles.inbox'), '/inbox'), shortcut(t('titles.runs'), '/runs')],
  };
  return Response.json(manifest, { headers: { 'content-type': 'application/manifest+json; charset=utf-8' } });
}
