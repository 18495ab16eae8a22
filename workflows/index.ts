/** Everything that Temporal can start here. A name stays for as long as a run of it is open. */
export { findOllamaV1, pullModelV1 } from './models.ts';
export { probeV1 } from './probe.ts';
export { runFlowV1 } from './run-flow.ts';
export { scheduledV1 } from './scheduled.ts';
