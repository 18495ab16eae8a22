import { clipText, copyNodes, isEmptyClip, paste, readClip, type Clip } from '#components/editor/model/clipboard.ts';
import { withMembers } from '#components/editor/model/groups.ts';
import { pasteOffset } from '#components/editor/model/placement.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { markForeign } from '#components/editor/model/unconfirmed.ts';
import type { Editor } from '#components/editor/store/editor.ts';

type Position = { x: number; y: number };

function chosen(editor: Editor): Clip {
  return copyNodes(editor.flow(), withMembers(editor.flow(), editor.selection().nodes));
}

/** What is selected as clipboard text; null when there is nothing to copy. */
export function copySelection(editor: Editor): string | null {
  const clip = chosen(editor);
  return isEmptyClip(clip) ? null : clipText(clip);
}

function insert(editor: Editor, clip: Clip, offset: Position): void {
  const pasted = paste(editor.flow(), clip, offset);
  editor.change(pasted.flow, { selection: selectNodes(pasted.ids) });
}

/**
 * Pastes clipboard text around `middle`, or a little aside when it comes from this very view; false if it is no clip.
 * What was not copied here is somebody else's: where its literals lead must be confirmed before it is published.
 */
export function pasteText(
  editor: Editor,
  text: string,
  { middle, own }: { middle: Position | null; own: boolean },
): { count: number; foreign: boolean } | null {
  const clip = readClip(text);
  if (!clip) return null;
  const nodes = own ? clip.nodes : markForeign(clip.nodes, editor.catalogue);
  insert(editor, { ...clip, nodes }, pasteOffset([...clip.nodes, ...clip.notes], middle));
  return { count: clip.nodes.length + clip.notes.length, foreign: nodes.some((node) => node.unconfirmed) };
}

/** A copy of what is selected, next to it. */
export function duplicateSelection(editor: Editor): void {
  const clip = chosen(editor);
  if (!isEmptyClip(clip)) insert(editor, clip, pasteOffset(clip.nodes, null));
}
