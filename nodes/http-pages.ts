import { z } from 'zod';

export const MAX_ITEMS = 10_000;

const Path = z
  .string()
  .max(200)
  .regex(/^([^.\s]+(\.[^.\s]+)*)?$/, 'Use a path such as "data.items".');

const PAGED = ['link', 'url', 'cursor', 'number'] as const;

/** How a list that comes in pages is collected: fields of `http.request`. */
export const pageFields = {
  pages: z
    .enum(['none', ...PAGED])
    .default('none')
    .meta({
      title: 'More pages',
      description: 'Collects a list that comes in pages. All pages must be at the host of the address.',
      role: 'control',
      options: {
        none: 'Ask once',
        link: 'Follow the Link header',
        url: 'Follow an address in the answer',
        cursor: 'Send a cursor from the answer',
        number: 'Count page numbers up',
      },
    }),
  itemsField: Path.default('').meta({
    title: 'List in the answer',
    description: 'Path to the list. Empty if the answer is the list.',
    role: 'control',
    placeholder: 'data.items',
    showIf: { field: 'pages', equals: PAGED },
  }),
  nextField: Path.default('next').meta({
    title: 'Next page in the answer',
    description: 'Path to the address or cursor of the next page.',
    role: 'control',
    placeholder: 'paging.next',
    showIf: { field: 'pages', equals: ['url', 'cursor'] },
  }),
  pageParam: z
    .string()
    .min(1)
    .max(200)
    .default('page')
    .meta({
      title: 'Query name of the page',
      description: 'The name the page is asked for by, as in ?page=2.',
      role: 'control',
      showIf: { field: 'pages', equals: ['cursor', 'number'] },
    }),
  firstPage: z
    .number()
    .int()
    .min(0)
    .default(1)
    .meta({
      title: 'First number',
      description: 'The number of the first page; some services begin at 0.',
      role: 'control',
      showIf: { field: 'pages', equals: 'number' },
    }),
  pageStep: z
    .number()
    .int()
    .min(1)
    .max(MAX_ITEMS)
    .default(1)
    .meta({
      title: 'Count up by',
      description: '1 for page numbers; the size of a page for offsets.',
      role: 'control',
      showIf: { field: 'pages', equals: 'number' },
    }),
  maxPages: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .meta({
      title: 'At most pages',
      description: 'A bound, so that it never goes on for ever.',
      role: 'amount',
      showIf: { field: 'pages', equals: PAGED },
    }),
  maxItems: z
    .number()
    .int()
    .min(1)
    .max(MAX_ITEMS)
    .default(1000)
    .meta({
      title: 'At most items',
      description: 'It stops once it has so many.',
      role: 'amount',
      showIf: { field: 'pages', equals: PAGED },
    }),
};
