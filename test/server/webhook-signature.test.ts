import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SignatureScheme } from '#nodes/connections.ts';
import { signedDelivery } from '#server/webhook-signature.ts';

type Example = { secret: string; headers: Record<string, string>; body: string; at: number | null };

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

const SLACK_BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';

/** As the documentation of each has them; Stripe gives none, so that one is made as it says. */
const EXAMPLES: Record<SignatureScheme, Example> = {
  standard: {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    body: '{"test": 2432232314}',
    at: 1614265330,
  },
  github: {
    secret: "It's a Secret to Everybody",
    headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
    body: 'Hello, World!',
    at: null,
  },
  slack: {
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    headers: {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    body: SLACK_BODY,
    at: 1531420618,
  },
  stripe: {
    secret: 'whsec_test_secret',
    headers: {
      'stripe-signature': `t=1700000000,v1=${hmac('whsec_test_secret', '1700000000.{}').digest('hex')},v0=aa`,
    },
    body: '{}',
    at: 1700000000,
  },
};
const SCHEMES = Object.keys(EXAMPLES) as SignatureScheme[];
const MINUTE = 60_000;

function delivery(scheme: SignatureScheme, over: Partial<Example> & { lateMs?: number } = {}): string | null {
  const example = { ...EXAMPLES[scheme], ...over };
  return signedDelivery(scheme, {
    secret: example.secret,
    headers: new Headers(example.headers),
    body: Buffer.from(example.body),
    nowMs: (example.at ?? 0) * 1000 + (over.lateMs ?? 0),
  });
}

describe.each(SCHEMES)('a call signed as %s says', (scheme) => {
  const { headers, body } = EXAMPLES[scheme];

  it('is let in as its documentation shows it', () => {
    expect(delivery(scheme)).not.toBeNull();
  });

  it('is refused with another body, secret, or none', () => {
    expect(delivery(scheme, { body: `${body} ` })).toBeNull();
    expect(delivery(scheme, { secret: 'another secret' })).toBeNull();
    for (const secret of ['', 'whsec_']) expect(delivery(scheme, { secret })).toBeNull();
  });

  it('is refused when any header of it is missing, blank or of another call', () => {
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...rest } = headers;
      const others = { 'webhook-id': 'msg_other', 'stripe-signature': `t=1,v1=${'0'.repeat(64)}` };
      const another =
        others[name as keyof typeof others] ??
        (headers[name] ?? '').replace(/\d/, (digit) => String(9 - Number(digit)));
      for (const changed of [rest, { ...rest, [name]: '' }, { ...rest, [name]: another }])
        expect(delivery(scheme, { headers: changed })).toBeNull();
    }
  });

  it('is a replay when it is more than five minutes old, or from the future', () => {
    if (EXAMPLES[scheme].at === null) return;
    for (const lateMs of [4 * MINUTE, -4 * MINUTE]) expect(delivery(scheme, { lateMs })).not.toBeNull();
    for (const lateMs of [6 * MINUTE, -6 * MINUTE]) expect(delivery(scheme, { lateMs })).toBeNull();
  });

  it('is the same delivery whatever is not signed', () => {
    const more = { ...headers, 'idempotency-key': 'another', 'x-github-delivery': 'another' };
    expect(delivery(scheme, { headers: more })).toBe(delivery(scheme));
  });
});

it('one of several signatures is enough, as while a secret is changed', () => {
  const { headers } = EXAMPLES.standard;
  const both = { ...headers, 'webhook-signature': `v1,AAAA v1a,none ${headers['webhook-signature']}` };
  expect(delivery('standard', { headers: both })).toBe('msg_p5jXN8AQM9LWM0D4loKWxJek');
  const time = EXAMPLES.stripe.headers['stripe-signature'] ?? '';
  const twice = { 'stripe-signature': time.replace('v1=', `v1=${'0'.repeat(64)},v1=`) };
  expect(delivery('stripe', { headers: twice })).toBe(delivery('stripe'));
});

it('a time that is no number is none', () => {
  for (const at of ['1614265330.5', '1e9', '0x60', ' ', '-1', 'NaN', '9'.repeat(20)]) {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const signature = `v1,${hmac(key, `msg.${at}.{}`).digest('base64')}`;
    const headers = { 'webhook-id': 'msg', 'webhook-timestamp': at, 'webhook-signature': signature };
    expect(delivery('standard', { headers, body: '{}' })).toBeNull();
  }
});
