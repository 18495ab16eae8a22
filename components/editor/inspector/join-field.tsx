'use client';
import { useDoc } from '#components/editor/editor-context.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { loopsIn } from '#components/editor/model/graph.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';

type Join = NonNullable<NonNullable<FlowNode['settings']>['join']>;

const JOINS = [
  { value: 'all', title: 'When all wires are decided', hint: 'Runs if at least one of them was taken.' },
  { value: 'any', title: 'As soon as one arrives', hint: 'Steps that only lead here are then cancelled.' },
  { value: 'count', title: 'As soon as some arrive', hint: 'Steps that only lead here are then cancelled.' },
];

/** How many wires lead to a step, without those that close a loop. */
function wiresTo(flow: Flow, id: string): number {
  const { back } = loopsIn(flow);
  return flow.edges.filter((edge) => edge.to.node === id && !back.has(edge)).length;
}

type Props = { node: FlowNode; change: (join: Join | undefined) => void; error: string | undefined };

/** When the step begins; there is something to choose only where several wires lead to it. */
export function JoinField({ node, change, error }: Props) {
  const wires = useDoc(({ present }) => wiresTo(present.flow, node.id));
  const { mode = 'all', count = 2 } = node.settings?.join ?? {};
  if (wires < 2 && mode === 'all') return null;
  const choose = (value: string) => {
    if (value === 'count') change({ mode: 'count', count: Math.min(count, Math.max(1, wires)) });
    else change(value === 'any' ? { mode: 'any' } : undefined);
  };
  return (
    <>
      <Field label="Begins" error={mode === 'count' ? undefined : error}>
        <Select value={mode} options={JOINS} onValueChange={choose} />
      </Field>
      {mode === 'count' && (
        <Field label="How many" hint={`Of the ${wires} wires that lead here.`} error={error}>
          <Input
            type="number"
            className="tabular"
            min={1}
            max={Math.max(1, wires)}
            value={count}
            onChange={(event) => {
              const wanted = Math.floor(event.target.valueAsNumber);
              if (wanted >= 1) change({ mode: 'count', count: Math.min(wanted, 1000) });
            }}
          />
        </Field>
      )}
    </>
  );
}
