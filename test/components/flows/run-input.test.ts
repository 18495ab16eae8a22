import { describe, expect, test } from 'vitest';
import { inputOf, questionOf, type RunField } from '#components/flows/run-input.ts';
import type { Flow, FlowNode } from '#lib/flow.ts';

function node(change: Partial<FlowNode>): FlowNode {
  return { id: 'start', type: 'manual', name: 'Start', position: { x: 0, y: 0 }, params: {}, ...change };
}

function flow(...nodes: FlowNode[]): Flow {
  return { format: 'hearth.flow/1', name: 'A flow', nodes, edges: [], notes: [] };
}

describe('what a person is asked before a run', () => {
  test('is nothing when the start asks for nothing', () => {
    expect(questionOf(flow(node({})))).toBeNull();
    expect(questionOf(flow(node({ type: 'schedule' })))).toBeNull();
  });

  test('is what the manual start asks for, before any webhook', () => {
    const manual = node({ params: { fields: [{ name: 'who', title: 'Who', required: true }, { nonsense: 1 }] } });
    const question = questionOf(flow(node({ id: 'hook', type: 'webhook' }), manual));
    expect(question?.fields).toEqual([{ name: 'who', title: 'Who', type: 'text', required: true }]);
  });

  test('is JSON in place of a call when there is only a webhook', () => {
    expect(questionOf(flow(node({ type: 'webhook' })))?.fields).toBe('json');
  });
});

describe('the input of a run', () => {
  const fields: RunField[] = [
    { name: 'who', title: 'Who', type: 'text', required: true },
    { name: 'amount', title: 'Amount', type: 'number', required: false },
    { name: 'urgent', title: 'Urgent', type: 'boolean', required: false },
    { name: 'more', title: 'More', type: 'json', required: false },
  ];

  test('has each value in its kind, and leaves out what was not filled in', () => {
    expect(inputOf(fields, { who: ' Anna ', amount: '12.5', urgent: true })).toEqual({
      input: { who: ' Anna ', amount: 12.5, urgent: true },
    });
  });

  test('says at the field what is missing or cannot be read', () => {
    expect(inputOf(fields, { amount: 'many', more: '{' })).toEqual({
      wrong: { who: 'needed', amount: 'notNumber', more: 'notJson' },
    });
  });
});
