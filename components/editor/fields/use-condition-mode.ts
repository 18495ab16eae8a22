'use client';
import { useState } from 'react';
import { conditionMode, type ConditionMode } from '#components/editor/model/conditions.ts';
import type { FlowNode } from '#lib/flow.ts';

/** How the conditions of a step are written, and what was chosen while neither way says anything yet. */
export function useConditionMode(node: FlowNode): [ConditionMode, (mode: ConditionMode) => void] {
  const [chosen, setChosen] = useState<ConditionMode | null>(null);
  return [conditionMode(node.params) ?? chosen ?? 'rows', setChosen];
}
