import { Refused } from '#lib/errors.ts';

type Limits = { maxBytes: number; host: string; explain: (error: unknown) => unknown };

/** Passes a body on as it comes, until it is too large; what breaks it off is explained to the person. */
export function limitedBody(source: ReadableStream<Uint8Array>, limits: Limits): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let size = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        size += value.byteLength;
        if (size > limits.maxBytes)
          throw new Refused(`The answer of ${limits.host} is larger than ${limits.maxBytes} bytes.`);
        controller.enqueue(value);
      } catch (error) {
        await reader.cancel().catch(() => {});
        controller.error(limits.explain(error));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
