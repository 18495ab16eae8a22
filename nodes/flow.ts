import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';
import { askingInput } from '#nodes/call-input.ts';
import { action, trigger } from '#nodes/define.ts';

const FieldName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,59}$/, 'Use letters, digits and _, beginning with a letter.');

export const flow = {
  'flow.called': trigger({
    title: 'When another flow calls',
    help: 'Starts the flow when a "Call a flow" step of another one calls it. What that step hands over appears as {{ trigger.name }} and keeps where it came from.',
    icon: 'corner-down-right',
    group: 'Start',
    version: 1,
    // What comes keeps its own labels; typed in by a signed-in person for a test it is that person's word.
    reads: 'trusted',
    input: askingInput('What a step that calls this flow hands over. A call without what is required fails.'),
    output: z.record(z.string(), JsonValue).meta({ title: 'What was handed over' }),
  }),

  'flow.call': action({
    title: 'Call a flow',
    help: 'Starts the published version of another flow as a run of its own and goes on with what that run gives. It may take days. If the run fails or is stopped, this step fails; if this step is stopped, so is the run. Repeated after an interruption it is the same run.',
    icon: 'workflow',
    group: 'Logic',
    version: 1,
    tier: 'local',
    risk: 'write',
    repeat: 'safe',
    timeout: '30s',
    reads: 'stored',
    input: z.object({
      flow: z.string().min(1).max(60).meta({
        title: 'Flow',
        description: 'It must be published. Each call takes the version that is published then.',
        role: 'target',
        widget: 'flow',
      }),
      input: z.record(FieldName, JsonValue).default({}).meta({
        title: 'What it is given',
        description: 'The names that the other flow asks for. Values keep where they came from.',
        role: 'content',
        widget: 'keyvalue',
      }),
      wait: z.boolean().default(true).meta({
        title: 'Wait for its end',
        description: 'Then its output is the output of this step. Else the flow goes on at once.',
        role: 'control',
      }),
    }),
    output: JsonValue.meta({ title: 'What the flow gives' }),
  }),
};
