import { describe, expect, it } from 'vitest';
import { clipText, copyNodes, paste, readClip } from '#components/editor/model/clipboard.ts';
import type { Flow } from '#lib/flow.ts';
import '../../support/model-words.ts';

const flow: Flow = {
  format: 'hearth.flow/1',
  name: 'Test',
  nodes: [
    { id: 'webhook', type: 'webhook', name: 'Webhook', position: { x: 0, y: 0 }, params: {} },
    {
      id: 'search',
      type: 'http.request',
      name: 'Search',
      position: { x: 400, y: 0 },
      params: { url: 'https://example.org/{{ trigger.body.q }}' },
      connection: 'c1',
    },
    {
      id: 'note_it',
      type: 'set',
      name: 'Note it',
      position: { x: 800, y: 0 },
      params: {
        fields: {
          both: '{{ steps.search.body.title & steps.webhook.x }} written as steps.search',
          list: [{ deep: '{{ steps.search.status }}' }],
          plain: 'steps.search',
        },
      },
    },
  ],
  edges: [
    { from: { node: 'webhook', port: 'out' }, to: { node: 'search', port: 'in' } },
    { from: { node: 'search', port: 'out' }, to: { node: 'note_it', port: 'in' } },
  ],
  notes: [],
};

describe('copy and paste', () => {
  const clip = copyNodes(flow, new Set(['search', 'note_it']));

  it('takes only the edges between what is copied', () => {
    expect(clip.edges).toEqual([{ from: { node: 'search', port: 'out' }, to: { node: 'note_it', port: 'in' } }]);
  });

  it('gives fresh ids and names, and shifts what is pasted', () => {
    const pasted = paste(flow, clip, { x: 32, y: 40 });
    expect(pasted.ids).toEqual(['search_2', 'note_it_2']);
    const copy = pasted.flow.nodes.at(-1);
    expect(copy).toMatchObject({ name: 'Note it 2', position: { x: 832, y: 40 } });
    expect(pasted.flow.edges.at(-1)).toEqual({
      from: { node: 'search_2', port: 'out' },
      to: { node: 'note_it_2', port: 'in' },
    });
  });

  it('lets references among the copies follow, inside holes only', () => {
    const { fields } = paste(flow, clip, { x: 0, y: 0 }).flow.nodes.at(-1)?.params ?? {};
    expect(fields).toEqual({
      both: '{{ steps.search_2.body.title & steps.webhook.x }} written as steps.search',
      list: [{ deep: '{{ steps.search_2.status }}' }],
      plain: 'steps.search',
    });
  });

  it('leaves the originals and references to what was not copied alone', () => {
    const only = copyNodes(flow, new Set(['note_it']));
    const pasted = paste(flow, only, { x: 0, y: 0 });
    expect(pasted.flow.nodes.slice(0, 3)).toEqual(flow.nodes);
    expect(JSON.stringify(pasted.flow.nodes.at(-1)?.params)).toContain('steps.search.body.title');
  });

  it('goes over the clipboard as text and comes back the same', () => {
    expect(readClip(clipText(clip))).toEqual(clip);
  });

  it('reads a whole flow file too', () => {
    expect(readClip(JSON.stringify(flow))?.nodes).toHaveLength(3);
  });

  it('takes nothing that is not a clip', () => {
    for (const text of ['', 'hello', '{}', '[1]', '{"format":"hearth.clip/1","nodes":[{"id":"X Y"}],"edges":[]}']) {
      expect(readClip(text)).toBeNull();
    }
  });
});
