import type { CanvasView } from '#components/editor/canvas/view.ts';
import { glide } from '#components/editor/canvas/glide.ts';
import type { Store } from '#components/editor/store/store.ts';

const MS = 180;
/** Beyond this many cards in motion a frame would take longer than the eye waits. */
const MOST = 300;

const ease = (share: number) => 1 - (1 - share) ** 3;

type Place = { x: number; y: number };

function glideOf(id: string, from: Place, to: Place): [string, { from: Place; to: Place; shown: Place }] {
  return [id, { from, to, shown: to }];
}

/** Lets cards glide from where they were to where they are now; the document is there already. */
export function glideView(view: Store<CanvasView>, before: CanvasView): void {
  if (typeof window === 'undefined') return;
  const { duration } = glide(MS);
  const old = new Map(before.nodes.map((node) => [node.id, node.position]));
  const goals = new Map(
    view.get().nodes.flatMap((node) => {
      const from = old.get(node.id);
      const moved = from && (from.x !== node.position.x || from.y !== node.position.y);
      return moved ? [glideOf(node.id, from, node.position)] : [];
    }),
  );
  if (duration === 0 || goals.size > MOST || goals.size === 0) return;
  const begun = performance.now();
  const frame = () => {
    const share = Math.min(1, (performance.now() - begun) / duration);
    const nodes = view.get().nodes.map((node) => {
      const goal = goals.get(node.id);
      // Whatever else moved it meanwhile has the last word.
      if (!goal || node.position !== goal.shown) return node;
      const at = (from: number, to: number) => from + (to - from) * ease(share);
      const { from, to } = goal;
      goal.shown = share === 1 ? to : { x: at(from.x, to.x), y: at(from.y, to.y) };
      return { ...node, position: goal.shown };
    });
    view.set({ ...view.get(), nodes });
    if (share < 1) requestAnimationFrame(frame);
  };
  frame();
}
