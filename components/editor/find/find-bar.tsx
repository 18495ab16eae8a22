'use client';
import { ChevronDown, ChevronUp, Replace, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { goTo, type Hands } from '#components/editor/canvas/commands.ts';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { replaceInParams, searchFlow, type Hit } from '#components/editor/model/search.ts';
import { reveal } from '#components/editor/store/group-actions.ts';
import { NO_HITS } from '#components/editor/store/editor.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';

/** Walks through what a search found: the card comes into sight and is marked, the cursor stays in the search. */
function useHits(hands: Hands) {
  const { editor } = useEditor();
  const flow = useDoc(({ present }) => present.flow);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const hits = useMemo(() => searchFlow(flow, query, editor.catalogue), [flow, query, editor]);
  const current: Hit | undefined = hits[Math.min(at, hits.length - 1)];
  useEffect(() => {
    const all = new Set(hits.map((hit) => hit.id));
    editor.hits.set(all.size === 0 ? NO_HITS : { all, at: current?.id ?? null });
  }, [editor, hits, current]);
  useEffect(() => () => editor.hits.set(NO_HITS), [editor]);
  const show = useCallback(
    (hit: Hit | undefined) => {
      if (!hit) return;
      reveal(editor, hit.id);
      editor.select(selectNodes([hit.id]));
      const node = editor.view.get().nodes.find((one) => one.id === hit.id);
      if (node) void hands.view.setCenter(node.position.x + 132, node.position.y + 48, { zoom: hands.view.getZoom() });
    },
    [editor, hands],
  );
  const step = (by: number) => {
    if (hits.length === 0) return;
    const next = (Math.min(at, hits.length - 1) + by + hits.length) % hits.length;
    setAt(next);
    show(hits[next]);
  };
  const search = (text: string) => {
    setQuery(text);
    setAt(0);
    show(searchFlow(flow, text, editor.catalogue)[0]);
  };
  return { query, search, step, hits, current, at: Math.min(at, hits.length - 1) };
}

/** Searches the drawing, and replaces a text in its values in one step of undo. */
export function FindBar({ hands }: { hands: Hands }) {
  const t = useTranslations('drawing.find');
  const hit = useTranslations('drawing');
  const { editor, ui } = useEditor();
  const { query, search, step, hits, current, at } = useHits(hands);
  const [by, setBy] = useState('');
  const [told, setTold] = useState('');
  const close = () => {
    ui.patch({ find: false });
    goTo(hands, current?.id ?? null);
  };
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Asking once more, from wherever one is, comes back to what is typed here.
    const again = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'f') input.current?.select();
    };
    window.addEventListener('keydown', again);
    return () => window.removeEventListener('keydown', again);
  }, []);
  const replaceAll = () => {
    const { flow, count } = replaceInParams(editor.flow(), { query, by });
    editor.change(flow);
    setTold(t('replaced', { count }));
    // The button may have nothing left to do, and a button that is off keeps no focus.
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    else if (event.key !== 'Enter' || !(event.target as Element).matches('[data-find]')) return;
    else step(event.shiftKey ? -1 : 1);
    event.preventDefault();
  };
  const found = current ? hit(`find.${current.in}`, { place: t('count', { at: at + 1, of: hits.length }) }) : t('none');
  return (
    <div
      role="search"
      aria-label={t('find')}
      onKeyDown={onKeyDown}
      className="absolute top-3 left-3 z-20 flex w-88 max-w-[calc(100%-1.5rem)] flex-col gap-2 rounded-xl border border-line bg-raised p-2.5 shadow-lg"
    >
      <div className="flex items-center gap-1">
        <Input
          ref={input}
          data-find
          autoFocus
          aria-label={t('find')}
          placeholder={t('placeholder')}
          className="h-8 flex-1"
          maxLength={200}
          value={query}
          onChange={(event) => {
            setTold('');
            search(event.target.value);
          }}
        />
        <Tool label={t('previous')} onClick={() => step(-1)}>
          <ChevronUp aria-hidden />
        </Tool>
        <Tool label={t('next')} onClick={() => step(1)}>
          <ChevronDown aria-hidden />
        </Tool>
        <Tool label={t('close')} onClick={close}>
          <X aria-hidden />
        </Tool>
      </div>
      <div className="flex items-center gap-1">
        <Input
          aria-label={t('by')}
          placeholder={t('byPlaceholder')}
          className="h-8 flex-1"
          maxLength={2000}
          value={by}
          onChange={(event) => setBy(event.target.value)}
        />
        <Button size="sm" disabled={!hits.some((hit) => hit.in === 'param')} onClick={replaceAll}>
          <Replace aria-hidden /> {t('replace')}
        </Button>
      </div>
      <p role="status" className="min-h-4 px-1 text-xs text-ink-soft">
        {told || (query.trim() === '' ? '' : found)}
      </p>
    </div>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="ghost" size="iconSm" aria-label={label} title={label} onClick={onClick}>
      {children}
    </Button>
  );
}
