import { expect, test } from 'vitest';
import { bindProblem, isLoopback } from '#server/front/bind.ts';

const closed = { hasOwner: false, tls: false, trustedProxies: [] };

test.each(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1'])(
  '%s needs nothing: only this machine reaches it',
  (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(bindProblem({ host, ...closed })).toBeNull();
  },
);

test.each(['0.0.0.0', '::', '192.168.1.5', 'hearth.local'])('%s is refused until there is an owner', (host) => {
  expect(bindProblem({ host, ...closed, tls: true })).toContain('no owner yet');
});

test('with an owner it still needs TLS or a trusted proxy', () => {
  const open = { ...closed, host: '0.0.0.0', hasOwner: true };
  expect(bindProblem(open)).toContain('HEARTH_TLS_CERT');
  expect(bindProblem({ ...open, tls: true })).toBeNull();
  expect(bindProblem({ ...open, trustedProxies: ['10.0.0.1'] })).toBeNull();
});
