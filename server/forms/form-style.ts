/** The looks and the little help of public forms, and the policy that lets nothing else in. */
import { createHash } from 'node:crypto';

/** Largest file, in bytes. The page says so before it is sent; the server says so anyway. */
export const FILE_LIMIT = 10 * 1024 * 1024;

export const STYLE = `
:root { color-scheme: light dark; --ground: light-dark(#faf9f7, #161412); --surface: light-dark(#fff, #1f1c1a);
  --ink: light-dark(#26211d, #ece8e4); --soft: light-dark(#5c544d, #b6aea6); --line: light-dark(#857a70, #7d746c);
  --accent: light-dark(#a93a16, #f0875a); --on-accent: light-dark(#fff, #21120a); --danger: light-dark(#a8202f, #ff9a9a); }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem 4rem; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 38rem; margin: 0 auto; }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.25; }
p { margin: 0 0 .75rem; }
.text { white-space: pre-wrap; }
.soft { color: var(--soft); font-size: .9rem; margin: 0 0 .35rem; }
.field { border: 0; padding: 0; margin: 1.5rem 0 0; min-width: 0; }
.field > label, legend { display: block; padding: 0; margin: 0 0 .25rem; font-weight: 600; }
label .soft, legend .soft { font-weight: 400; }
.option { display: flex; gap: .6rem; align-items: baseline; padding: .25rem 0; }
.wrong { color: var(--danger); font-size: .9rem; margin: .35rem 0 0; }
.notice { border: 1px solid var(--danger); border-radius: .5rem; padding: .75rem 1rem; margin: 1.5rem 0 0; }
.note { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: 0 0 1rem; }
.notice a { color: var(--danger); }
input:not([type=radio], [type=checkbox]), textarea, select { width: 100%; min-height: 2.75rem; padding: .5rem .75rem;
  border: 1px solid var(--line); border-radius: .5rem; background: var(--surface); color: inherit; font: inherit; }
[aria-invalid=true] { border-color: var(--danger) !important; }
button { margin-top: 2rem; min-height: 2.75rem; padding: .5rem 1.5rem; border: 0; border-radius: .5rem; cursor: pointer;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; }
button[aria-disabled=true] { opacity: .7; cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.away { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden; }
`;

/** The page does without it; with it a slow upload shows, and a file that is too large is told of before it travels. */
export const SCRIPT = `
(() => {
  const form = document.querySelector('form');
  const button = form && form.querySelector('button');
  if (!button) return;
  const name = button.textContent;
  let sent = false;
  form.addEventListener('change', ({ target }) => {
    if (target.type !== 'file') return;
    const file = target.files[0];
    target.setCustomValidity(file && file.size > ${FILE_LIMIT} ? 'This file is larger than 10 MB.' : '');
  });
  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = 'Sending \\u2026';
  });
  addEventListener('pageshow', () => {
    sent = false;
    button.removeAttribute('aria-disabled');
    button.textContent = name;
  });
})();
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** A stranger's page: in a sandbox, without the rights of Hearth's own pages even where it has their address. */
export const FORM_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-forms allow-scripts',
].join('; ');
