'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { readCell } from '#components/tables/cell-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';
import { useVariableActions } from '#components/variables/use-variables.ts';
import type { SeenView } from '#lib/views-data.ts';

const FORM = 'forget';

/** Forgets one thing that a list remembers, or all of it. */
export function ForgetDialog({ seen: { list, count }, onClose }: { seen: SeenView; onClose: () => void }) {
  const t = useTranslations('variables.forgetDialog');
  const { forget } = useVariableActions();
  const [text, setText] = useState('');
  const one = text !== '';
  const submit = () =>
    forget.mutate(one ? { list, value: readCell(text) } : { list }, {
      onSuccess: ({ forgotten }) => {
        toast.success(t('done', { count: forgotten }));
        onClose();
      },
    });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={<>{t.rich('title', { list: () => <bdi>{list}</bdi> })}</>}
        description={t('help')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="dangerSolid" type="submit" form={FORM} busy={forget.isPending}>
              {one ? t('forgetThisOne') : t('forgetAll', { count })}
            </Button>
          </>
        }
      >
        <form
          id={FORM}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field
            label={t('one')}
            hint={t('oneHint')}
            required={false}
            error={forget.error ? messageOf(forget.error) : undefined}
          >
            <Input value={text} maxLength={1000} onChange={({ target }) => setText(target.value)} />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
