/** How events of a trigger start runs when many come. */
import { durationMs } from '#lib/duration.ts';
import { ExpressionError, parseTemplate } from '#lib/expression.ts';
import type { FlowNode } from '#lib/flow.ts';
import { canHavePace, PACE_DEFAULTS, type Pace } from '#lib/pace.ts';
import type { PathPart, Problem } from '#lib/plan.ts';

type Drawn = NonNullable<NonNullable<FlowNode['settings']>['pace']>;
type Say = (message: string) => void;

/** The pace of a drawn trigger, with defaults filled in; nothing where each event starts a run at once. */
export function paceOf(node: FlowNode, report: (problem: Problem) => void): { pace?: Pace } {
  const drawn = node.settings?.pace;
  // Who presses Run means now.
  if (!drawn || !canHavePace(node.type)) return {};
  const say: Say = (message) => report({ node: node.id, field: 'pace', message, severity: 'error' });
  const key = keyOf(drawn, say);
  return { pace: { ...modeOf(drawn, say), ...(key ? { key } : {}) } };
}

/** Reports a pace that stands where nothing comes from outside. */
export function refusePace(node: FlowNode, report: (problem: Problem) => void): void {
  if (node.settings?.pace)
    report({ node: node.id, field: 'pace', message: 'Only a trigger has a pace. Remove it here.', severity: 'error' });
}

function modeOf(drawn: Drawn, say: Say): Pace {
  const length = (name: 'per' | 'quiet' | 'longest' | 'within', otherwise: string) => {
    const ms = durationMs(drawn[name] ?? otherwise);
    if (ms < 100) say('Use a time of at least 100ms.');
    return ms;
  };
  switch (drawn.mode) {
    case 'rate': {
      const { count, per, over, limit } = PACE_DEFAULTS.rate;
      const more = { over: drawn.over ?? over, limit: drawn.limit ?? limit };
      return { mode: 'rate', count: drawn.count ?? count, perMs: length('per', per), ...more };
    }
    case 'debounce': {
      const quietMs = length('quiet', PACE_DEFAULTS.debounce.quiet);
      // The longest wait is never in the way of a quiet time that somebody chose without looking at it.
      const longestMs = Math.max(length('longest', PACE_DEFAULTS.debounce.longest), drawn.longest ? 0 : quietMs);
      if (longestMs < quietMs) say('The longest wait is shorter than the quiet time. Make it longer.');
      return { mode: 'debounce', quietMs, longestMs };
    }
    case 'batch': {
      const { count, within } = PACE_DEFAULTS.batch;
      return { mode: 'batch', count: drawn.count ?? count, withinMs: length('within', within) };
    }
    default:
      return drawn.mode satisfies never;
  }
}

function keyOf({ key = '' }: Drawn, say: Say): PathPart[] | undefined {
  if (key.trim() === '') return undefined;
  try {
    const param = parseTemplate(key);
    const path = param.kind === 'reference' && param.reference.root === 'trigger' ? param.reference.path : [];
    if (path.length > 0 && !path.includes('*')) return path;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  say('Tell events apart by one value of theirs, for example {{ trigger.chat.id }}.');
  return undefined;
}
