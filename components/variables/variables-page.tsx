'use client';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import { CounterList } from '#components/variables/counter-list.tsx';
import { SeenList } from '#components/variables/seen-list.tsx';
import { VariableDialog } from '#components/variables/variable-dialog.tsx';
import { VariableList } from '#components/variables/variable-list.tsx';

const TEXT = {
  title: 'Variables',
  lead: 'Values that your flows share, from one run to the next. Whoever may look here sees them: a password belongs in a connection.',
  new: 'New variable',
  variables: 'Variables',
  counters: 'Counters',
  seen: 'Remembered',
  search: 'Search by name',
  searchValues: 'Search names and values',
};

/** What flows keep outside of tables: variables, counters, and what they have met before. */
export function VariablesPage() {
  const [tab, setTab] = useState('variables');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [making, setMaking] = useState(false);
  const mayEdit = useRight('edit');
  const label = tab === 'variables' ? TEXT.searchValues : TEXT.search;
  return (
    <Page
      title={TEXT.title}
      lead={TEXT.lead}
      actions={
        mayEdit && (
          <Button variant="primary" onClick={() => setMaking(true)}>
            <Plus aria-hidden />
            {TEXT.new}
          </Button>
        )
      }
    >
      <Tabs value={tab} onValueChange={setTab}>
        <TabsList aria-label={TEXT.title} className="mb-4">
          <TabsTrigger value="variables">{TEXT.variables}</TabsTrigger>
          <TabsTrigger value="counters">{TEXT.counters}</TabsTrigger>
          <TabsTrigger value="seen">{TEXT.seen}</TabsTrigger>
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
