import type { Flow } from '#lib/flow.ts';

const LIMIT = 5_000_000;

const TEXT = {
  big: 'This file is larger than 5 MB. A flow file is not that large.',
  notJson: 'This file is not JSON, so it cannot be a flow file.',
  notFlow: 'This file is JSON, but not a Hearth flow: it has no "format": "hearth.flow/1".',
};

/** Reads a chosen file as far as a browser can tell; the server checks every field of it. Nothing is run. */
export async function readFlowFile(file: File): Promise<Flow> {
  if (file.size > LIMIT) throw new Error(TEXT.big);
  let content: unknown;
  try {
    content = JSON.parse(await file.text());
  } catch {
    throw new Error(TEXT.notJson);
  }
  if (typeof content !== 'object' || content === null || (content as { format?: unknown }).format !== 'hearth.flow/1') {
    throw new Error(TEXT.notFlow);
  }
  return content as Flow;
}
