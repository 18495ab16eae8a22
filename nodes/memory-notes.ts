import { z } from 'zod';
import { LONGEST_NOTE } from '#lib/memory-search.ts';
import { action } from '#nodes/define.ts';
import { EMBEDDING_SERVICES } from '#nodes/llm-data.ts';

const MEMORY_SCOPES = ['flow', 'person'] as const;

const common = {
  group: 'Data',
  version: 1,
  tier: 'activity',
  repeat: 'safe',
  timeout: '1m',
  reads: 'stored',
} as const;

const whose = {
  scope: z
    .enum(MEMORY_SCOPES)
    .default('flow')
    .meta({
      title: 'Whose memory',
      description: 'What this flow knows, or what is known about the person who started the run, in all flows.',
      role: 'target',
      options: { flow: 'This flow', person: 'The person' },
    }),
  subject: z
    .string()
    .max(200)
    .default('')
    .meta({
      title: 'About',
      description: 'Tells apart what a flow knows, by an id that never changes, such as a chat. Empty: all in one.',
      role: 'control',
      placeholder: '{{ trigger.chat }}',
      showIf: { field: 'scope', equals: 'flow' },
      advanced: true,
    }),
};

const Model = z.string().max(120).optional().meta({
  title: 'Model for vectors',
  description: 'With a connection: notes are found by what they mean too. Use the same for saving and searching.',
  role: 'control',
  placeholder: 'text-embedding-3-small',
  advanced: true,
});

const Note = z.object({
  id: z.string(),
  text: z.string(),
  savedAt: z.iso.datetime(),
  confirmed: z.boolean().meta({ title: 'It is kept', description: 'Not when it waits to be accepted.' }),
});

export const memoryNotes = {
  'memory.search': action({
    ...common,
    title: 'Search the memory',
    help: 'Finds notes that were saved before, by their words, and by what they mean where a connection for vectors is chosen. What came from outside is left out until somebody has accepted it. Notes are as trusted as what they were made of.',
    icon: 'brain',
    risk: 'read',
    connection: { types: EMBEDDING_SERVICES, optional: true },
    summary: '{query}',
    input: z.object({
      query: z.string().min(1).max(2000).meta({
        title: 'Search for',
        description: 'Words or a question.',
        role: 'content',
        placeholder: '{{ trigger.text }}',
      }),
      ...whose,
      limit: z.number().int().min(1).max(50).default(8).meta({
        title: 'At most',
        description: 'How many notes to give back.',
        role: 'amount',
      }),
      unaccepted: z.boolean().default(false).meta({
        title: 'Also what nobody has accepted',
        description: 'Such notes count as coming from outside, whatever they say.',
        role: 'control',
        advanced: true,
      }),
      model: Model,
    }),
    output: z.object({
      notes: z.array(Note).meta({ title: 'Notes' }),
      count: z.number().int().meta({ title: 'How many were found' }),
      text: z.string().meta({ title: 'All of them as text', description: 'A line for each, for a model to read.' }),
    }),
  }),

  'memory.save': action({
    ...common,
    title: 'Save to the memory',
    help: 'Keeps a note for later runs. One that came from outside, or was written by a model that had read such, waits on the page Memory until somebody accepts it. Saved twice, it is there once.',
    icon: 'notebook-pen',
    risk: 'write',
    connection: { types: EMBEDDING_SERVICES, optional: true },
    summary: '{text}',
    input: z.object({
      text: z.string().trim().min(1).max(LONGEST_NOTE).meta({
        title: 'Note',
        description: 'One fact in a sentence or two, understandable by itself.',
        role: 'content',
        widget: 'textarea',
      }),
      ...whose,
      days: z.number().int().min(1).max(3650).optional().meta({
        title: 'Keep for (days)',
        description: 'Then it is deleted. Empty: until somebody deletes it.',
        role: 'amount',
      }),
      model: Model,
    }),
    output: z.object({
      id: z.string(),
      state: z.enum(['kept', 'quarantined']).meta({ title: 'Kept, or waiting to be accepted' }),
      isNew: z.boolean().meta({ title: 'It is new' }),
    }),
  }),

  'memory.forget': action({
    ...common,
    title: 'Forget a note',
    help: 'Deletes one note of this memory by its id. It cannot be brought back; one that is not there is no error.',
    icon: 'eraser',
    risk: 'destroy',
    summary: '{id}',
    input: z.object({
      id: z.string().min(1).max(64).meta({
        title: 'Id of the note',
        description: 'As a search gave it.',
        role: 'target',
        placeholder: '{{ steps.search.notes[0].id }}',
      }),
      ...whose,
    }),
    output: z.object({ forgotten: z.boolean().meta({ title: 'It was there' }) }),
  }),
};
