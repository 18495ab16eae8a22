import { describe, expect, it } from 'vitest';
import { egressFetch } from '#platform/egress.ts';
import { reachOf, type Address } from '#platform/egress-address.ts';
import { env } from '#platform/env.ts';

/** Every way we know to write an address that must not be reached. Nothing listens behind most of them: they are refused before. */
const BLOCKED = [
  // loopback, in all the spellings that a URL allows
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://0177.0.0.01/',
  'http://017700000001/',
  'http://127.0.0.1./',
  'http://127.0.0.1:80/',
  'https://127.0.0.1:443/',
  'http://%31%32%37.0.0.1/',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[0000::0001]/',
  // nowhere, which means this machine
  'http://0.0.0.0/',
  'http://0/',
  'http://0x0/',
  'http://[::]/',
  // IPv4 inside IPv6
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:10.0.0.1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::10.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a00:1::1]/',
  'http://[2001:0:7f00:1::]/',
  // networks at home
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://012.0.0.1/',
  'http://167772161/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://192.168.1/',
  'http://3232235521/',
  'http://0xc0a80001/',
  'http://100.64.0.1/',
  'http://169.254.1.1/',
  'http://[fc00::1]/',
  'http://[fd12:3456:789a::1]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  // where clouds keep credentials
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://169.254.43518/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[fd00:ec2::254]/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  // of no use to anybody
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://198.51.100.1/',
  'http://203.0.113.1/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[100::1]/',
  'http://[4000::1]/',
];

const NOT_AN_ADDRESS = [
  'ftp://example.org/',
  'file:///etc/passwd',
  'gopher://example.org/',
  'data:text/plain,hi',
  'javascript:alert(1)',
  'http://[fe80::1%25eth0]/',
  'http://[fe80::1%eth0]/',
  'http://user:password@example.org/',
  'http://256.256.256.256/',
  'http://1.2.3.4.5/',
  'http://0x100000000/',
  'http:///',
  'example.org',
  '',
];

describe('an address that must not be reached', () => {
  it('has many spellings', () => expect(BLOCKED.length).toBeGreaterThanOrEqual(60));

  it.each(BLOCKED)('is refused: %s', async (url) => {
    await expect(egressFetch(url)).rejects.toMatchObject({ name: 'Refused' });
  });

  it.each(NOT_AN_ADDRESS)('is no web address at all: %s', async (url) => {
    await expect(egressFetch(url)).rejects.toThrow(/not a web address|Only addresses|user or a password/);
  });
});

describe('a name', () => {
  const fetchAs = (addresses: string[], options = {}) => {
    const lookup = () =>
      Promise.resolve(addresses.map((address): Address => ({ address, family: address.includes(':') ? 6 : 4 })));
    return egressFetch('http://innocent.example/', { lookup, ...options });
  };

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
    '0.0.0.0',
    'garbage',
  ])('that leads to %s is refused', async (address) => {
    await expect(fetchAs([address])).rejects.toMatchObject({ name: 'Refused' });
  });

  it('is refused when only one of its addresses is at home', async () => {
    await expect(fetchAs(['93.184.216.34', '192.168.1.1'])).rejects.toThrow(/your own network/);
  });

  it('that nobody knows cannot be reached', async () => {
    await expect(fetchAs([])).rejects.toMatchObject({ name: 'Unreachable' });
    const lookup = () => Promise.reject(new Error('ENOTFOUND'));
    await expect(fetchAs([], { lookup })).rejects.toThrow(/no host called/);
  });

  it.each(['169.254.169.254', '0.0.0.0', '::ffff:127.0.0.1', '224.0.0.1'])(
    'is refused at %s even when it is listed',
    async (address) => {
      await expect(fetchAs([address], { allowHosts: ['innocent.example'] })).rejects.toMatchObject({ name: 'Refused' });
    },
  );
});

describe('Hearth itself', () => {
  it.each([
    ['web', () => env().port],
    ['Temporal', () => env().temporalPort],
  ])('cannot be called at its %s port, however it is written or listed', async (_what, port) => {
    for (const host of [`127.0.0.1:${port()}`, `localhost:${port()}`, `[::1]:${port()}`, `127.9.9.9:${port()}`]) {
      await expect(egressFetch(`http://${host}/`, { allowHosts: [host] }), host).rejects.toThrow(/is Hearth itself/);
    }
  });
});

describe('public addresses', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    '%s may be reached',
    (address) => {
      expect(reachOf(address)).toBe('public');
    },
  );
});
