import { expect, it } from 'vitest';
import { connectionIcons } from '#components/connections/type-icon.tsx';
import { byName } from '#components/editor/canvas/icons.ts';
import { connectionTypes } from '#nodes/connections.ts';
import { catalogue } from '#nodes/index.ts';

it('every step and every kind of connection has an icon, and none the mark of what is unknown', () => {
  const steps = Object.entries(catalogue).filter(([, { icon }]) => !Object.hasOwn(byName, icon));
  const kinds = Object.entries(connectionTypes).filter(([, { icon }]) => !Object.hasOwn(connectionIcons, icon));
  expect([...steps, ...kinds].map(([type, { icon }]) => `${type}: ${icon}`)).toEqual([]);
});
