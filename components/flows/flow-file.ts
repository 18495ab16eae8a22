import type { Flow } from '#lib/flow.ts';
import type { Texts } from '#messages/types.ts';

const LIMIT = 5_000_000;

/** Reads a chosen file as far as a browser can tell; the server checks every field of it. Nothing is run. */
export async function readFlowFile(file: File, t: Texts<'flows.importing'>): Promise<Flow> {
  if (file.size > LIMIT) throw new Error(t('big'));
  let content: unknown;
  try {
    content = JSON.parse(await file.text());
  } catch {
    throw new Error(t('notJson'));
  }
  if (typeof content !== 'object' || content === null || (content as { format?: unknown }).format !== 'hearth.flow/1') {
    throw new Error(t('notFlow'));
  }
  return content as Flow;
}

/**
 * Somebody else may have written the file: where its literals lead must be confirmed before it is published. What a
 * step's fields mean is loaded only now.
 */
export async function markedForeign(flow: Flow): Promise<{ flow: Flow; foreign: number }> {
  const [{ foreignIn, markForeign }, { catalogue }] = await Promise.all([
    import('#components/editor/model/unconfirmed.ts'),
    import('#nodes/index.ts'),
  ]);
  const marked = { ...flow, nodes: markForeign(flow.nodes, catalogue) };
  return { flow: marked, foreign: foreignIn(marked, catalogue).length };
}
