import type { ReactNode } from 'react';
import { createStore } from '#components/editor/store/store.ts';

export type CommandSection = 'here' | 'nodes' | 'add' | 'flows' | 'runs' | 'pages' | 'commands';

/** One line of the command bar. `words`: what else it is found by. */
export type CommandItem = {
  id: string;
  section: CommandSection;
  title: string;
  hint?: string;
  words?: string;
  keys?: string[];
  icon?: ReactNode;
  run: () => void;
};

/** Makes the lines of a page; loaded and asked only when the bar opens. */
export type CommandSource = () => Promise<CommandItem[]>;

export const commandBar = createStore(false);

const sources = new Set<CommandSource>();

/** Adds what a page has to offer for as long as it is open; gives back what takes it away. */
export function offerCommands(source: CommandSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** Everything that the open page offers. */
export async function offeredCommands(): Promise<CommandItem[]> {
  return (await Promise.all([...sources].map((source) => source()))).flat();
}
