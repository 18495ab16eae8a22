import { FoldedCard } from '#components/editor/canvas/folded-card.tsx';
import { FrameCard } from '#components/editor/canvas/frame-card.tsx';
import { NodeCard } from '#components/editor/canvas/node-card.tsx';
import { NoteCard } from '#components/editor/canvas/note-card.tsx';
import { Wire } from '#components/editor/canvas/wire.tsx';

// React Flow compares these by identity: made once, outside of components.
export const NODE_TYPES = { card: NodeCard, note: NoteCard, frame: FrameCard, folded: FoldedCard };
export const EDGE_TYPES = { wire: Wire };
export const FIT = { padding: 0.12, maxZoom: 1 };
