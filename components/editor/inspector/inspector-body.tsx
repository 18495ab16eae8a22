'use client';
import { useTranslations } from 'use-intl';
import { InspectorHead } from '#components/editor/inspector/inspector-head.tsx';
import { ParamsTab } from '#components/editor/inspector/params-tab.tsx';
import { RunTab } from '#components/editor/inspector/run-tab.tsx';
import { SettingsTab } from '#components/editor/inspector/settings-tab.tsx';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import type { InspectorTab } from '#components/editor/store/ui.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import type { FlowNode } from '#lib/flow.ts';

/** Head and tabs of the inspector. */
export function InspectorBody({ node, inSheet }: { node: FlowNode; inSheet?: boolean }) {
  const t = useTranslations('inspector.tabs');
  const { editor, ui } = useEditor();
  const wanted = useUi((state) => state.tab);
  const overlay = useStore(editor.run, (value) => value);
  const problems = useStore(editor.problems, (value) => value);
  const own = problems.filter((problem) => problem.node === node.id);
  const errors = own.filter((problem) => problem.severity === 'error').length;
  const tab = wanted === 'run' && !overlay ? 'params' : wanted;
  return (
    <>
      <InspectorHead node={node} inSheet={inSheet} />
      <Tabs
        value={tab}
        onValueChange={(next) => ui.patch({ tab: next as InspectorTab })}
        className="flex min-h-0 flex-1 flex-col"
      >
        <TabsList className="shrink-0 px-4">
          <TabsTrigger value="params">
            {t('does')} {errors > 0 && <Badge tone="danger">{errors}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="settings">{t('settings')}</TabsTrigger>
          {overlay && <TabsTrigger value="run">{t('run')}</TabsTrigger>}
        </TabsList>
        <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-4 pb-10">
          <TabsContent value="params">
            <ParamsTab node={node} problems={own} />
          </TabsContent>
          <TabsContent value="settings">
            <SettingsTab node={node} problems={own} />
          </TabsContent>
          {overlay && (
            <TabsContent value="run">
              <RunTab node={node} overlay={overlay} />
            </TabsContent>
          )}
        </div>
      </Tabs>
    </>
  );
}
