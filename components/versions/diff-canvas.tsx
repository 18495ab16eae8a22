'use client';
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
  useReactFlow,
  type Node,
  type NodeChange,
  type NodeProps,
} from '@xyflow/react';
import { createContext, useContext, useEffect, useMemo, useState, type ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { EDGE_TYPES, FIT, NODE_TYPES } from '#components/editor/canvas/canvas-types.ts';
import { glide } from '#components/editor/canvas/glide.ts';
import { useConnectionNames } from '#components/editor/canvas/use-connection-names.ts';
import { buildView, EMPTY_VIEW, type CanvasNode, type WireEdge } from '#components/editor/canvas/view.ts';
import { deriveCards, NO_CARDS } from '#components/editor/model/cards.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { NOTHING } from '#components/editor/model/selection.ts';
import { trustOf } from '#components/editor/model/trust.ts';
import { cn } from '#components/ui/cn.ts';
import type { DiffMark, MergedFlow } from '#components/versions/merged-flow.ts';
import { wireKey } from '#lib/flow-diff.ts';
import { catalogue } from '#nodes/index.ts';
import '#components/editor/canvas/canvas.css';
import '#components/versions/diff.css';

type Ghost = Node<Record<string, never>, 'ghost'>;
type DiffNode = CanvasNode | Ghost;

const MarksContext = createContext<ReadonlyMap<string, DiffMark>>(new Map());

const LOOKS: Record<DiffMark, string> = {
  added: 'outline-good bg-good-soft/50 [--mark:var(--good)]',
  removed: 'outline-danger outline-dashed bg-danger-soft/50 [--mark:var(--danger)]',
  changed: 'outline-wait bg-wait-soft/50 [--mark:var(--wait)]',
  moved: 'outline-info bg-info-soft/40 [--mark:var(--info)]',
};

/** What a step is like, with what became of it around and above it. */
function Marked({ id, children }: Pick<NodeProps, 'id'> & { children: React.ReactNode }) {
  const t = useTranslations('versions.marks');
  const mark = useContext(MarksContext).get(id);
  if (!mark) return children;
  return (
    <div data-diff={mark} className={cn('relative rounded-xl outline-3 outline-offset-3', LOOKS[mark])}>
      <span className="absolute -top-7 left-0 rounded-md bg-(--mark) px-1.5 py-px text-xs font-semibold text-surface">
        {t(mark)}
      </span>
      {children}
    </div>
  );
}

const { card: NodeCard, note: NoteCard } = NODE_TYPES;

const TYPES = {
  ...NODE_TYPES,
  card: (props: ComponentProps<typeof NodeCard>) => (
    <Marked id={props.id}>
      <NodeCard {...props} />
    </Marked>
  ),
  note: (props: ComponentProps<typeof NoteCard>) => (
    <Marked id={props.id}>
      <NoteCard {...props} />
    </Marked>
  ),
  ghost: () => (
    <div
      aria-hidden
      className="rounded-xl border-2 border-dashed border-info/50"
      style={{ width: CARD.width, height: CARD.height }}
    />
  ),
};

export type DiffCanvasProps = {
  merged: MergedFlow;
  /** Steps to bring into sight; a new list does so again. */
  focus: readonly string[];
  onNode: (id: string) => void;
};

/** A drawing to look at, with all that changed marked. Nothing of it can be moved or run. */
export function DiffCanvas({ merged, focus, onNode }: DiffCanvasProps) {
  const t = useTranslations('versions');
  const { nodes, edges, onNodesChange } = useDiffView(merged);
  return (
    <MarksContext value={merged.marks}>
      <ReactFlowProvider>
        <ReactFlow<DiffNode, WireEdge>
          className="flow-canvas"
          aria-label={t('canvas')}
          nodes={nodes}
          edges={edges}
          onNodesChange={onNodesChange}
          nodeTypes={TYPES}
          edgeTypes={EDGE_TYPES}
          fitView
          fitViewOptions={FIT}
          minZoom={0.1}
          maxZoom={1.5}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          edgesFocusable={false}
          panOnScroll
          onNodeClick={(_, node) => onNode(node.id)}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
          <Controls showInteractive={false} />
          <Focus ids={focus} />
        </ReactFlow>
      </ReactFlowProvider>
    </MarksContext>
  );
}

function Focus({ ids }: { ids: readonly string[] }) {
  const view = useReactFlow();
  const ready = useNodesInitialized();
  useEffect(() => {
    if (!ready || ids.length === 0) return;
    void view.fitView({ nodes: ids.map((id) => ({ id })), padding: 0.5, maxZoom: 1, ...glide(180) });
  }, [view, ids, ready]);
  return null;
}

const NO_NAMES = new Map<string, never>();

function useDiffView(merged: MergedFlow) {
  const connections = useConnectionNames();
  const drawn = useMemo(() => {
    const { flow, ghosts, wires } = merged;
    const view = buildView(EMPTY_VIEW, {
      flow,
      cards: deriveCards(flow, catalogue, NO_CARDS),
      trust: trustOf(flow, catalogue),
      selection: NOTHING,
      problems: [],
      marks: NO_NAMES,
      edgeMarks: NO_NAMES,
      connections,
      flows: NO_NAMES,
    });
    const lain: Ghost[] = ghosts.map(({ id, position }) => ({
      id: `ghost:${id}`,
      type: 'ghost',
      position,
      data: {},
      zIndex: -1,
    }));
    const kinds = new Map(
      flow.edges.map((edge) => [`${edge.from.node}|${edge.from.port}|${edge.to.node}`, wires.get(wireKey(edge))]),
    );
    const edges = view.edges.map((edge) => {
      const kind = kinds.get(`${edge.source}|${edge.sourceHandle ?? ''}|${edge.target}`);
      return kind ? { ...edge, className: `diff-${kind}` } : edge;
    });
    return { nodes: [...lain, ...view.nodes] as DiffNode[], edges };
  }, [merged, connections]);
  const [measured, setNodes] = useState(drawn.nodes);
  // What React Flow measures must come back to it, else it hides every card until it has measured again.
  const onNodesChange = (changes: NodeChange<DiffNode>[]) => {
    const sizes = changes.filter((change) => change.type === 'dimensions');
    if (sizes.length > 0) setNodes((old) => applyNodeChanges(sizes, old));
  };
  const nodes = useMemo(() => {
    const known = new Map(measured.map((node) => [node.id, node.measured]));
    return drawn.nodes.map((node) => ({ ...node, measured: known.get(node.id) }));
  }, [drawn, measured]);
  return { nodes, edges: drawn.edges, onNodesChange };
}
