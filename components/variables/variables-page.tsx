'use client';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import { CounterList } from '#components/variables/counter-list.tsx';
import { SeenList } from '#components/variables/seen-list.tsx';
import { VariableDialog } from '#components/variables/variable-dialog.tsx';
import { VariableList } from '#components/variables/variable-list.tsx';

/** What flows keep outside of tables: variables, counters, and what they have met before. */
export function VariablesPage() {
  const t = useTranslations('variables.variablesPage');
  const [tab, setTab] = useState('variables');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [making, setMaking] = useState(false);
  const mayEdit = useRight('edit');
  const label = tab === 'variables' ? t('searchValues') : t('search');
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        mayEdit && (
          <Button variant="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden />
            {t('new')}
          </Button>
        )
      }
    >
      <Tabs value={tab} onValueChange={setTab}>
        <TabsList aria-label={t('title')} className="mb-4">
          <TabsTrigger value="variables">{t('variables')}</TabsTrigger>
          <TabsTrigger value="counters">{t('counters')}</TabsTrigger>
          <TabsTrigger value="seen">{t('seen')}</TabsTrigger>
        </TabsList>
        <Input
          type="search"
          aria-label={label}
          placeholder={label}
          className="mb-4 max-w-sm"
          maxLength={200}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <TabsContent value="variables">
          <VariableList search={search} />
        </TabsContent>
        <TabsContent value="counters">
          <CounterList search={search} />
        </TabsContent>
        <TabsContent value="seen">
          <SeenList search={search} />
        </TabsContent>
      </Tabs>
      {making && <VariableDialog card={null} onClose={() => setMaking(false)} />}
    </Page>
  );
}
