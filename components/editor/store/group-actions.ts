import { canvasIdOf, findGroup, groupIdOf, groupItems, groupsOf, ungroup } from '#components/editor/model/groups.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import type { FlowGroup } from '#lib/flow.ts';

/** Groups what is selected; where one group is selected already, shows it as one card or opens it again. */
export function groupSelection(editor: Editor, base: string): FlowGroup | null {
  const { nodes } = editor.selection();
  const [first] = nodes;
  if (nodes.size === 1 && first !== undefined && groupIdOf(first) !== null) {
    toggleCollapsed(editor, first);
    return null;
  }
  const made = groupItems(editor.flow(), nodes, base);
  if (made) editor.change(made.flow, { selection: selectNodes([canvasIdOf(made.group.id)]) });
  return made?.group ?? null;
}

/** Takes the selected frames away; what was in them is selected. */
export function ungroupSelection(editor: Editor): void {
  const { nodes } = editor.selection();
  const opened = groupsOf(editor.flow()).filter(
    (group) => nodes.has(canvasIdOf(group.id)) || group.members.some((member) => nodes.has(member)),
  );
  const members = opened.flatMap((group) => group.members);
  editor.change(ungroup(editor.flow(), nodes), { selection: selectNodes(members) });
}

/** Shows a group as one card, or all of it again. */
export function toggleCollapsed(editor: Editor, canvasId: string): void {
  const group = findGroup(editor.flow(), canvasId);
  if (!group) return;
  const collapsed = new Set(editor.collapsed.get());
  if (!collapsed.delete(group.id)) collapsed.add(group.id);
  editor.collapsed.set(collapsed);
  editor.select(selectNodes([canvasId]));
}

/** Opens the collapsed group that hides this step or note, if one does. */
export function reveal(editor: Editor, id: string): void {
  const hiding = groupsOf(editor.flow()).find(
    (group) => group.members.includes(id) && editor.collapsed.get().has(group.id),
  );
  if (hiding) editor.collapsed.set(new Set([...editor.collapsed.get()].filter((other) => other !== hiding.id)));
}

const keyOf = (flowId: string) => `hearth.collapsed.${flowId}`;

/** The groups that this person last saw as one card. */
export function readCollapsed(flowId: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(flowId)) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

/** Keeps which groups are shown as one card, in this browser only. Gives back what stops it. */
export function keepCollapsed(editor: Editor, flowId: string): () => void {
  return editor.collapsed.subscribe(() => {
    try {
      localStorage.setItem(keyOf(flowId), JSON.stringify([...editor.collapsed.get()]));
    } catch {
      // A browser that keeps nothing shows all groups open next time.
    }
  });
}
