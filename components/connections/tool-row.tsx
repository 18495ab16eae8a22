'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useToolActions } from '#components/connections/use-tools.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Risk } from '#lib/plan.ts';
import type { McpDescriptor, McpToolStatus, McpToolView } from '#lib/views-mcp.ts';

const RISKS: readonly Risk[] = ['read', 'write', 'send', 'destroy', 'critical'];
const TONES: Record<McpToolStatus, BadgeTone> = { new: 'wait', changed: 'danger', on: 'good', off: 'neutral' };

export type ToolRowProps = { connectionId: string; tool: McpToolView; mayChange: boolean };

/** One tool: whether it is on, how much care it takes, and what its server says of it. */
export function ToolRow({ connectionId, tool, mayChange }: ToolRowProps) {
  const t = useTranslations('connections.toolsDialog');
  const risks = useTranslations('data.risk');
  const { change } = useToolActions();
  const [isOpen, setOpen] = useState(false);
  const at = { id: connectionId, name: tool.name };
  const isOn = tool.status === 'on';
  return (
    <li className="flex flex-col gap-3 px-3.5 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex min-w-0 flex-1 basis-40 flex-wrap items-center gap-2">
          <span className="font-mono text-sm font-medium wrap-anywhere">{tool.name}</span>
          <Badge tone={TONES[tool.status]}>{t(`status.${tool.status}`)}</Badge>
        </p>
        <Select
          aria-label={t('riskOf', { name: tool.name })}
          className="w-40"
          value={tool.risk}
          disabled={!mayChange || change.isPending}
          onValueChange={(risk) => change.mutate({ ...at, risk: risk as Risk })}
          options={RISKS.map((risk) => ({
            value: risk,
            title: risks(risk),
            disabled: tool.offered.destructive && RISKS.indexOf(risk) < RISKS.indexOf('destroy'),
          }))}
        />
        <Button
          size="sm"
          aria-expanded={isOpen}
          aria-label={t('readNamed', { name: tool.name })}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('close') : t('read')}
        </Button>
      </div>
      {isOpen && (
        <div className="flex flex-col gap-3">
          {tool.status === 'changed' && tool.read && <Words title={t('before')} words={tool.read} />}
          <Words title={tool.status === 'changed' ? t('now') : t('says')} words={tool.offered} />
          {mayChange && (
            <div className="flex flex-wrap items-center gap-3">
              <Button
                size="sm"
                variant={isOn ? 'secondary' : 'primary'}
                busy={change.isPending}
                onClick={() =>
                  change.mutate({ ...at, ...(isOn ? { on: false } : { on: true, read: tool.offeredHash }) })
                }
              >
                {isOn ? t('switchOff') : t('switchOn')}
              </Button>
              {!isOn && <p className="text-sm text-ink-soft">{t('switchOnHelp')}</p>}
            </div>
          )}
        </div>
      )}
    </li>
  );
}

/** Whole and as it is: what cannot be seen is made visible. */
function Words({ title, words }: { title: string; words: McpDescriptor }) {
  const t = useTranslations('connections.toolsDialog');
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">{title}</h3>
      <div
        tabIndex={0}
        role="group"
        aria-label={title}
        className="flex max-h-72 flex-col gap-2 overflow-y-auto rounded-md border border-line bg-sunken p-3 text-sm"
      >
        {words.title !== null && <VisibleText text={words.title} className="font-medium" />}
        <VisibleText text={words.description} />
        {words.destructive && <p className="text-danger">{t('destructive')}</p>}
        <VisibleText text={JSON.stringify(words.inputSchema, null, 2)} className="font-mono text-xs" />
      </div>
    </section>
  );
}
