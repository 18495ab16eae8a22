import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { payloadCodecs } from '#platform/codec.ts';

/** For Temporal workers (they load the failure converter by its path, into the workflow bundle too). */
export const dataConverter: DataConverter = {
  failureConverterPath: fileURLToPath(new URL('./failure-converter.cjs', import.meta.url)),
  payloadCodecs,
};
