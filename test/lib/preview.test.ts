import { describe, expect, test } from 'vitest';
import { parseTemplate } from '#lib/expression.ts';
import { TRUSTED, uniform, untrusted } from '#lib/label.ts';
import { editedLabels } from '#lib/pin.ts';
import { firstItem, lastRound, previewParam, type PreviewPlace } from '#lib/preview.ts';
import type { Json, Stored } from '#lib/value.ts';

const MAIL = untrusted('mail:1');
const inline = (value: Json, label = TRUSTED): Stored => ({ kind: 'inline', value, labels: uniform(label) });
const PLACE: PreviewPlace = {
  outputs: new Map([
    ['search', inline({ messages: [{ subject: 'Hello' }, { subject: 'Again' }] }, MAIL)],
    [
      'large',
      {
        kind: 'blob',
        blob: { ref: 'r', size: 1e6, contentType: 'application/json', preview: '' },
        labels: uniform(TRUSTED),
      },
    ],
  ]),
  trigger: inline({ name: 'Grace' }),
  run: { id: 'r1', flowName: 'Orders' },
  loops: [{ id: 'each', item: firstItem([{ id: 7 }, { id: 8 }], MAIL) }],
};
const shown = (text: string, place = PLACE) => previewParam(parseTemplate(text), place);

describe('the value of a field before anything runs', () => {
  test('is looked up where references lead, with the label of all that is in it', () => {
    expect(shown('Hi {{ trigger.name }}')).toEqual({ kind: 'value', value: 'Hi Grace', label: TRUSTED });
    expect(shown('{{ steps.search.messages[1].subject }} for {{ trigger.name }}')).toMatchObject({
      value: 'Again for Grace',
      label: { integrity: 'untrusted' },
    });
    expect(shown('{{ run.flowName }}')).toMatchObject({ value: 'Orders' });
  });

  test('is the first item inside of a loop, also by the name of the loop', () => {
    expect(shown('{{ item.value.id }} of {{ item.count }}')).toMatchObject({ value: '7 of 2' });
    expect(shown('{{ steps.each.item.value.id }}')).toMatchObject({ value: 7, label: { integrity: 'untrusted' } });
    expect(firstItem([], TRUSTED)).toBeUndefined();
    expect(lastRound(inline({ last: 5, rounds: 2 }))).toMatchObject({ value: { value: 5, index: 0 } });
  });

  test('says what is missing, and leaves to the server what takes more than a look', () => {
    expect(shown('{{ steps.nobody.name }}')).toMatchObject({ kind: 'missing' });
    expect(shown('{{ trigger.name }}', { ...PLACE, trigger: undefined })).toMatchObject({ kind: 'missing' });
    for (const text of ['{{ $uppercase(trigger.name) }}', '{{ vars.greeting }}', '{{ steps.large.rows }}'])
      expect(shown(text)).toEqual({ kind: 'elsewhere' });
  });
});

describe('the labels of a pin that somebody has changed', () => {
  const typed = { ...TRUSTED, origins: ['person:ada'] };
  const before = {
    value: { text: 'from outside', n: 1 },
    labels: { rest: TRUSTED, fields: { text: MAIL, n: TRUSTED } },
  };
  const integrity = (after: Json) => {
    const { rest, fields } = editedLabels(before, after, typed);
    return {
      rest: rest.integrity,
      ...Object.fromEntries(Object.entries(fields ?? {}).map(([name, one]) => [name, one.integrity])),
    };
  };

  test('are as before where nothing was changed', () => {
    expect(editedLabels(before, { n: 1, text: 'from outside' }, typed)).toBe(before.labels);
  });

  test('never turn what came from outside into what is trusted', () => {
    expect(integrity({ text: 'changed a little', n: 1 })).toMatchObject({ text: 'untrusted', n: 'trusted' });
    expect(integrity({ text: 'from outside', n: 2 })).toMatchObject({ text: 'untrusted', n: 'trusted' });
    expect(integrity({ text: 'from outside', n: 1, copied: 'from outside' })).toMatchObject({ copied: 'untrusted' });
    expect(integrity(['from outside'])).toEqual({ rest: 'untrusted' });
  });
});
