'use client';
import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { commandBar } from '#components/command/command-store.ts';
import { useStore } from '#components/editor/store/store.ts';

const CommandBar = dynamic(() => import('#components/command/command-bar.tsx').then((module) => module.CommandBar), {
  ssr: false,
});

const same = (open: boolean) => open;

/** Ctrl or Cmd with K opens the command bar on every page. */
export function CommandHost() {
  const open = useStore(commandBar, same);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      commandBar.set(!commandBar.get());
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return open ? <CommandBar /> : null;
}
