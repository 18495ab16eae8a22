import Link from 'next/link';
import { StatusText } from '#components/data/status-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { FlowMenu } from '#components/flows/flow-menu.tsx';
import { FlowState, TriggerList } from '#components/flows/flow-state.tsx';
import type { FlowActions } from '#components/flows/use-flow-actions.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowCard } from '#lib/views-flows.ts';

/** One flow in the list. The whole row opens it; menu and last run stay their own targets. */
export function FlowRow({ flow, actions }: { flow: FlowCard; actions: FlowActions }) {
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-3.5 transition-colors duration-150 first:rounded-t-xl last:rounded-b-xl hover:bg-sunken/60 sm:px-5 md:grid-cols-[1fr_13rem_auto]">
      <div className="min-w-0">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            href={`/flows/${flow.id}`}
            className="min-w-0 rounded-sm font-medium text-ink after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:rounded-xl focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            <VisibleText text={flow.name} className="line-clamp-2 whitespace-normal" />
          </Link>
          <FlowState flow={flow} />
        </div>
        <div className="mt-1.5">
          <TriggerList triggers={flow.triggers} paused={flow.paused} />
        </div>
      </div>
      <div className="text-sm text-ink-faint max-md:order-last max-md:col-span-2">
        {flow.lastRun ? (
          <Link
            href={`/runs/${flow.lastRun.id}`}
            className="relative z-1 inline-flex items-center gap-2 rounded-md hover:text-ink"
            aria-label="Last run"
          >
            <StatusText status={flow.lastRun.status} className="text-sm" />
            <TimeAgo at={flow.lastRun.createdAt} />
          </Link>
        ) : (
          'Never ran'
        )}
      </div>
      <div className="relative z-1 self-start">
        <FlowMenu flow={flow} actions={actions} />
      </div>
    </li>
  );
}
