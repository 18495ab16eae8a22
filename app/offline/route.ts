import { requestLocale, requestTexts } from '#app/request-texts.ts';

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;display:grid;place-content:center;min-height:100dvh;margin:0;padding:1.5rem;
box-sizing:border-box;text-align:center;background:light-dark(#faf9f7,#161412);color:light-dark(#2b2520,#ece8e4)}
h1{font-size:1.375rem;margin:0 0 .5rem}p{margin:0 auto 1.5rem;max-width:28rem}
a{color:inherit;display:inline-block;padding:.5rem 1rem;border:1px solid;border-radius:.4375rem;text-decoration:none}`;

/** The page that the service worker keeps for when Hearth does not answer. Nothing in it is anybody's. */
export async function GET(): Promise<Response> {
  const t = await requestTexts('shell.offline');
  const { language } = await requestLocale();
  const page = `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${t('title')} · Hearth</title>
<style>${STYLE}</style></head><body><main><h1>${t('title')}</h1><p>${t('help')}</p><a href="/flows">${t('again')}</a>
</main></body></html>`;
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
