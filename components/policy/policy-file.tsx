'use client';
import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import { saveFile } from '#components/ui/save-file.ts';
import type { Policy } from '#lib/policy.ts';

const MOST_BYTES = 256 * 1024;

/** The rules as a file: out as they stand here, or in, to be looked at and saved. */
export function PolicyFile({ policy, onLoad }: { policy: Policy; onLoad: ((policy: Policy) => void) | null }) {
  const t = useTranslations('admin.policyFile');
  const input = useRef<HTMLInputElement>(null);
  const save = () =>
    saveFile(new Blob([JSON.stringify(policy, null, 2)], { type: 'application/json' }), 'hearth-rules.json');
  const load = async (file: File | undefined) => {
    const loaded = file && file.size <= MOST_BYTES ? policyIn(await file.text()) : null;
    if (!loaded) return void toast.error(t('unreadable'));
    onLoad?.(loaded);
    toast(t('loaded'));
  };
  return (
    <>
      <Button onClick={save}>
        <Download aria-hidden />
        {t('save')}
      </Button>
      {onLoad && (
        <>
          <Button onClick={() => input.current?.click()}>
            <Upload aria-hidden />
            {t('load')}
          </Button>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            aria-label={t('load')}
            className="hidden"
            onChange={({ target }) => {
              void load(target.files?.[0]);
              target.value = '';
            }}
          />
        </>
      )}
    </>
  );
}

/** What is in the file if it looks like rules; the server checks every part of it when it is saved. */
function policyIn(text: string): Policy | null {
  try {
    const found = JSON.parse(text) as Partial<Policy> | null;
    const { rules = [], allowLists = [], budgets = [] } = found ?? {};
    const whole = [rules, allowLists, budgets].every((list) => Array.isArray(list) && list.every(isObject));
    return found && isObject(found) && whole ? { ...found, rules, allowLists, budgets } : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
