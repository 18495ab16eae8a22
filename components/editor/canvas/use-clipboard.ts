'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { isTyping } from '#components/editor/canvas/typing.ts';
import { deleteSelection } from '#components/editor/store/actions.ts';
import { copySelection, pasteText } from '#components/editor/store/clipboard-actions.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import { toast } from '#components/ui/toast.ts';

const KEY = 'hearth.copied';
const MOST = 500_000;

/** The last text that was copied in this browser, in whichever tab: what equals it was made here. */
function remember(text: string): void {
  try {
    localStorage.setItem(KEY, text.length > MOST ? '' : text);
  } catch {
    // Then a paste into another tab counts as somebody else's.
  }
}

function isOwn(text: string): boolean {
  try {
    return localStorage.getItem(KEY) === text;
  } catch {
    return false;
  }
}

/** Copy, cut and paste of what is selected, by the system's clipboard. */
export function useClipboard(editor: Editor, middle: () => { x: number; y: number }): void {
  const t = useTranslations('drawing.canvas');
  useEffect(() => {
    let copied: string | null = null;
    const onCopy = (event: ClipboardEvent) => {
      const selectedText = window.getSelection()?.toString() ?? '';
      const text = isTyping(event.target) || selectedText !== '' ? null : copySelection(editor);
      if (text === null) return;
      copied = text;
      remember(text);
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') deleteSelection(editor);
    };
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (isTyping(event.target)) return;
      // What was copied here a moment ago comes to lie beside itself, anything else in the middle of the view.
      const here = text === copied;
      const pasted = pasteText(editor, text, { middle: here ? null : middle(), own: here || isOwn(text) });
      if (!pasted) return;
      event.preventDefault();
      if (pasted.foreign) toast(t('pasted'));
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [editor, middle, t]);
}
