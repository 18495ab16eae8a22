/** Documentation inside the product: what its pages are made of. */
import type { Risk } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

export type DocHeading = { id: string; title: string };

/** Something with a name that can be looked up: a field, an address, a command. */
export type DocEntry = {
  id: string;
  /** As it is written. */
  code: string;
  title: string | null;
  help: string | null;
  /** Short facts: type, default, choices, the right it needs. */
  facts: string[];
};

export type DocGroup = DocHeading & { intro: string | null; entries: DocEntry[] };

export type DocExample = { title: string; params: Record<string, Json> };

/** What the declaration of a node type says, in words. */
export type StepReference = {
  type: string;
  icon: string;
  kind: 'action' | 'trigger' | 'control';
  help: string;
  /** Null where it depends on the settings, and for triggers. */
  risk: Risk | null;
  facts: DocEntry[];
  connections: { type: string; title: string }[];
  fields: DocEntry[];
  ports: { id: string; title: string }[];
  output: DocEntry[];
  examples: readonly DocExample[];
};

export type DocBody =
  | { kind: 'guide'; markdown: string }
  | { kind: 'step'; step: StepReference }
  | { kind: 'entries'; groups: DocGroup[] }
  | { kind: 'keys' };

export type DocSection = 'guides' | 'steps' | 'reference';

export type DocPage = {
  /** Its address below /docs. */
  slug: string;
  section: DocSection;
  /** A heading within the section; null for none. */
  group: string | null;
  title: string;
  /** One sentence. */
  lead: string;
  headings: DocHeading[];
  /** What the search looks at, besides title and headings. */
  text: string;
  body: DocBody;
};

export type DocLink = Pick<DocPage, 'slug' | 'title' | 'section' | 'group'>;

/** Where a search led: a page, or a place in it. */
export type DocHit = { slug: string; title: string; anchor: string | null; heading: string | null; excerpt: string };

/** The id of a heading, as other pages link to it. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_.-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}
