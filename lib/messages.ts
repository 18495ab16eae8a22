/** Names of everything that crosses Temporal. Signals carry no authority: they only wake a run, which reads the database. */
export const TASK_QUEUE = 'hearth';
export const NAMESPACE = 'hearth';

export const WORKFLOW = {
  run: 'runFlowV1',
  scheduled: 'scheduledV1',
  probe: 'probeV1',
  pullModel: 'pullModelV1',
  findOllama: 'findOllamaV1',
} as const;

/** Empty payloads by design. `wake`: read the decisions of what you wait for. `cancel`: stop the run. */
export const SIGNAL = { wake: 'wake', cancel: 'cancel' } as const;

/** The id of a run's workflow. */
export function workflowIdOf(runId: string): string {
  return `run-${runId}`;
}

/** The run of a workflow id. */
export function runIdOf(workflowId: string): string {
  return workflowId.slice(workflowIdOf('').length);
}
