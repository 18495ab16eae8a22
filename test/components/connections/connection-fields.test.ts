import { describe, expect, test } from 'vitest';
import { checkValues, connectionFields, NEEDED } from '#components/connections/connection-fields.ts';
import { connectionType, connectionTypes } from '#nodes/connections.ts';

const bearer = connectionTypes['http-bearer'];

describe('the form of a connection', () => {
  test('has a box for every declared field, with its title, help and kind', () => {
    expect(connectionFields(bearer).map(({ name, kind, required }) => ({ name, kind, required }))).toEqual([
      { name: 'hosts', kind: 'list', required: true },
      { name: 'token', kind: 'secret', required: true },
    ]);
    expect(connectionFields(bearer)[0]?.help).toContain('sent to these hosts only');
  });

  test.each(Object.keys(connectionTypes))('%s has a titled box for each field', (name) => {
    const type = connectionType(name);
    if (!type) throw new Error('no such type');
    const fields = connectionFields(type);
    expect(fields.map((field) => field.name)).toEqual(Object.keys(type.fields.shape));
    for (const field of fields) expect(field.title).not.toBe(field.name);
  });

  test('says at the field what is missing or wrong', () => {
    expect(checkValues(bearer, { config: {}, secrets: {} }, [])).toEqual({
      hosts: NEEDED,
      token: NEEDED,
    });
    const wrong = checkValues(bearer, { config: { hosts: ['https://x'] }, secrets: { token: 't' } }, []);
    expect(wrong.hosts).toContain('Use a host name');
  });

  test('a secret that is set already may be left alone', () => {
    expect(checkValues(bearer, { config: { hosts: ['api.example.org'] }, secrets: {} }, ['token'])).toEqual({});
  });
});
