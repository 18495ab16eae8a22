'use client';
import { CircleAlert, Info, TriangleAlert, Wrench } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useJump } from '#components/editor/bar/use-jump.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { drawnWay } from '#components/editor/model/drawn-way.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { mended } from '#components/editor/model/mends.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { useStore } from '#components/editor/store/store.ts';
import { focusField } from '#components/editor/store/ui.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Finding, Mend } from '#nodes/lint/finding.ts';

const LOOKS = {
  error: { icon: CircleAlert, tone: 'text-danger' },
  warning: { icon: TriangleAlert, tone: 'text-wait' },
  note: { icon: Info, tone: 'text-ink-faint' },
} as const;

/** What the drawing lets happen, worst first: each finding leads to its step, shows its way, and offers what mends it. */
export function FindingList({ onJump }: { onJump: () => void }) {
  const t = useTranslations('lint.list');
  const { editor } = useEditor();
  const findings = useStore(editor.findings, (value) => value);
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings" className="border-t border-line">
      <h2 id="findings" className="px-3.5 pt-3 text-sm font-medium text-ink-soft">
        {t('title')}
      </h2>
      <p className="px-3.5 text-xs text-ink-faint">
        {t('help')}{' '}
        <Link href="/docs/lint" className="text-accent-text underline underline-offset-2">
          {t('more')}
        </Link>
      </p>
      <ul className="max-h-96 overflow-y-auto p-1.5">
        {findings.map((finding) => (
          <FindingItem key={`${finding.rule} ${finding.node} ${finding.field}`} finding={finding} onJump={onJump} />
        ))}
      </ul>
    </section>
  );
}

function FindingItem({ finding, onJump }: { finding: Finding; onJump: () => void }) {
  const t = useTranslations('lint');
  const { editor } = useEditor();
  const jump = useJump();
  const { icon: Icon, tone } = LOOKS[finding.severity];
  const nameOf = (id: string) => findNode(editor.flow(), id)?.name ?? id;
  const show = () => {
    onJump();
    const flow = editor.flow();
    const way = drawnWay(flow, finding.way);
    jump({ ...finding, way: [...way.nodes] });
    editor.way.set({ ...way, of: { flow, node: finding.node } });
  };
  return (
    <li className="rounded-md py-1" data-rule={finding.rule}>
      <button
        type="button"
        className="flex w-full cursor-pointer items-start gap-2.5 rounded-md px-2 py-1 text-left hover:bg-hover"
        onClick={show}
      >
        <Icon className={`mt-0.5 size-4 shrink-0 ${tone}`} aria-label={t(`list.${finding.severity}`)} />
        <span className="min-w-0 text-base wrap-anywhere">
          <bdi className="font-medium">{nameOf(finding.node)}</bdi>
          <span className="block text-sm text-ink-soft">{finding.message}</span>
          <span className="block text-sm text-ink-faint">{t(`rules.${finding.rule}`)}</span>
          {finding.way.length > 1 && (
            <span className="mt-0.5 block text-xs text-ink-faint">
              {t('list.way')}: <bdi>{finding.way.map(nameOf).join(' → ')}</bdi>
            </span>
          )}
        </span>
      </button>
      <Mends finding={finding} onDone={onJump} />
    </li>
  );
}

function Mends({ finding, onDone }: { finding: Finding; onDone: () => void }) {
  const t = useTranslations('lint');
  const drawn = useTranslations('lint.drawn');
  const { editor, ui } = useEditor();
  if (finding.mends.length === 0) return null;
  const mend = (how: Mend) => {
    const { flow, id, focus } = mended(editor.flow(), {
      node: finding.node,
      mend: how,
      catalogue: editor.catalogue,
      t: drawn,
    });
    onDone();
    editor.change(flow, { selection: selectNodes([id]) });
    if (focus !== undefined) focusField(ui, focus);
    toast.success(t('mends.done'));
  };
  return (
    <div className="flex flex-wrap gap-1.5 pt-0.5 pr-2 pb-1 pl-8.5">
      {finding.mends.map((how) => (
        <Button key={how.kind} size="sm" onClick={() => mend(how)}>
          <Wrench aria-hidden /> {t(`mends.${how.kind}`)}
        </Button>
      ))}
    </div>
  );
}
