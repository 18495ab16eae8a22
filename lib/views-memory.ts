/** What flows and agents remember in words, as people see it. Times as in views.ts. */
import type { Label } from '#lib/label.ts';

export type MemoryNoteView = {
  id: string;
  text: string;
  /** `quarantined`: it came from outside, and no step is given it before a person has accepted it. */
  state: 'kept' | 'quarantined';
  label: Label;
  /** Whose it is: a flow's or a person's. */
  flow: { id: string; name: string } | null;
  person: { id: string; name: string } | null;
  subject: string;
  /** Of the run that saved it; null where a person wrote it. */
  runId: string | null;
  savedAt: string;
  /** Named when it is accepted or changed, so that nobody accepts what they have not seen. */
  updatedAt: string;
  expiresAt: string | null;
};
