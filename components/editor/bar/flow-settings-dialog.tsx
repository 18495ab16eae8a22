'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { useDoc, useEditor, useUi } from '#components/editor/editor-context.tsx';
import { FormContext } from '#components/editor/fields/field-context.tsx';
import { DurationField } from '#components/editor/fields/time-fields.tsx';
import { setFlowSettings } from '#components/editor/model/commands.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';

const OfferFields = dynamic(() => import('#components/editor/bar/offer-fields.tsx').then((file) => file.OfferFields));

const NO_NODE = { node: '', templates: false, params: {} };

/** What holds for the flow as a whole. */
export function FlowSettingsDialog() {
  const t = useTranslations('editor.flow');
  const { editor, ui, flowId } = useEditor();
  const open = useUi((state) => state.dialog === 'flow');
  const deadline = useDoc(({ present }) => present.flow.settings?.deadline);
  const close = () => ui.patch({ dialog: null });
  return (
    <Dialog open={open} onOpenChange={(stays) => !stays && close()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          <Button variant="primary" onClick={close}>
            {t('done')}
          </Button>
        }
      >
        <div className="flex flex-col gap-6">
          <FormContext value={NO_NODE}>
            <Field id="flow-deadline" label={t('deadline')} hint={t('deadlineHelp')} required={false}>
              <DurationField
                schema={{ placeholder: '2h' }}
                label={t('deadline')}
                value={deadline}
                onChange={(next) => {
                  const wanted = typeof next === 'string' && next !== '' ? next : undefined;
                  editor.change(setFlowSettings(editor.flow(), { deadline: wanted }), { key: 'flow:deadline' });
                }}
              />
            </Field>
          </FormContext>
          <OfferFields flowId={flowId} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
