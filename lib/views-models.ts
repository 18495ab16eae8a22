/** The models of a connection as people see them. */

/** A model in the words of its service. `bytes`: on its disk, where the service says so. */
export type ListedModel = { name: string; bytes?: number };

/** The same with what Hearth knows of it. Price in US dollars for a million tokens, `context` in tokens. */
export type ModelView = {
  name: string;
  bytes: number | null;
  title: string | null;
  context: number | null;
  price: { input: number; output: number } | null;
};

export const PULL_STATES = ['running', 'done', 'failed', 'cancelled'] as const;

/** A model that is being fetched, or was. `stage`: the service's own word for what it does. */
export type PullView = {
  id: string;
  model: string;
  status: (typeof PULL_STATES)[number];
  stage: string;
  bytes: number;
  /** 0 where it is not known yet */
  bytesAll: number;
  message: string | null;
  startedAt: string;
};

/** `at`: when the service told; null if it was never asked. `pulls`: the last ones, newest first. */
export type ModelsView = { at: string | null; models: ModelView[]; pulls: PullView[] };

/** An Ollama that answers on this computer. */
export type FoundOllama = { url: string; models: number };
