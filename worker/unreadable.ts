import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { logger } from '#platform/log.ts';

/** What stands in a workflow for a payload that is not ours. It fits nothing that the engine expects. */
const UNREADABLE = 'hearth: refused a payload that is not encrypted with this key';

/**
 * Decodes like the given codec, but puts a fixed text in the place of a payload that it refuses. Thrown on, one forged
 * signal would fail the workflow task again and again, and with that hang its run for ever.
 */
export function tolerant(codec: PayloadCodec): PayloadCodec {
  return {
    encode: (payloads, context) => codec.encode(payloads, context),
    decode: (payloads, context) =>
      Promise.all(
        payloads.map(async (payload) => {
          try {
            const [decoded] = await codec.decode([payload], context);
            return decoded ?? standIn();
          } catch (error) {
            logger('worker').warn({ err: error, workflowId: context?.workflowId }, 'Refused a payload from Temporal.');
            return standIn();
          }
        }),
      ),
  };
}

function standIn(): Payload {
  const payload = defaultPayloadConverter.toPayload(UNREADABLE);
  if (!payload) throw new Error('A text has a payload.');
  return payload;
}
