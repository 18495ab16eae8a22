'use client';
import { useTranslations } from 'use-intl';
import { useDoc } from '#components/editor/editor-context.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { loopsIn } from '#components/editor/model/graph.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';

type Join = NonNullable<NonNullable<FlowNode['settings']>['join']>;

/** How many wires lead to a step, without those that close a loop. */
function wiresTo(flow: Flow, id: string): number {
  const { back } = loopsIn(flow);
  return flow.edges.filter((edge) => edge.to.node === id && !back.has(edge)).length;
}

type Props = { node: FlowNode; change: (join: Join | undefined) => void; error: string | undefined };

/** When the step begins; there is something to choose only where several wires lead to it. */
export function JoinField({ node, change, error }: Props) {
  const t = useTranslations('inspector.join');
  const wires = useDoc(({ present }) => wiresTo(present.flow, node.id));
  const { mode = 'all', count = 2 } = node.settings?.join ?? {};
  if (wires < 2 && mode === 'all') return null;
  const options = [
    { value: 'all', title: t('all'), hint: t('allHint') },
    { value: 'any', title: t('any'), hint: t('cancels') },
    { value: 'count', title: t('count'), hint: t('cancels') },
  ];
  const choose = (value: string) => {
    if (value === 'count') change({ mode: 'count', count: Math.min(count, Math.max(1, wires)) });
    else change(value === 'any' ? { mode: 'any' } : undefined);
  };
  return (
    <>
      <Field label={t('begins')} error={mode === 'count' ? undefined : error}>
        <Select value={mode} options={options} onValueChange={choose} />
      </Field>
      {mode === 'count' && (
        <Field label={t('howMany')} hint={t('ofWires', { wires })} error={error}>
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
