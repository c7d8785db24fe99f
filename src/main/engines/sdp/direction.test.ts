import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { intersect, isNullAddress, readDirection, reverse } from './direction.ts';
import { ipFamily } from './ip-address.ts';
import { parseSdp } from './parse-sdp.ts';

const read = (text: string) => {
  const session = unwrap(parseSdp(`v=0\n${text}`));
  return session.media[0] && readDirection(session, session.media[0]);
};

describe('direction', () => {
  it('V4: turns round', () => {
    expect((['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const).map(reverse)).toEqual([
      'sendrecv',
      'recvonly',
      'sendonly',
      'inactive',
    ]);
  });

  it.each([
    ['sendrecv', 'sendonly', 'sendonly'],
    ['sendonly', 'recvonly', 'inactive'],
    ['recvonly', 'recvonly', 'recvonly'],
    ['inactive', 'sendrecv', 'inactive'],
  ] as const)('V4: %s and %s leave %s', (one, other, left) => {
    expect([intersect(one, other), intersect(other, one)]).toEqual([left, left]);
  });

  it.each([
    ['nothing written', 'c=IN IP4 192.0.2.1\nm=audio 9 RTP/AVP 0', 'sendrecv'],
    ['the session’s attribute', 'c=IN IP4 192.0.2.1\na=sendonly\nm=audio 9 RTP/AVP 0', 'sendonly'],
    ['the line’s attribute first', 'a=sendonly\nm=audio 9 RTP/AVP 0\na=recvonly', 'recvonly'],
    ['the hold of RFC 2543', 'c=IN IP4 0.0.0.0\nm=audio 9 RTP/AVP 0', 'sendonly'],
    ['that hold with inactive', 'c=IN IP4 0.0.0.0\nm=audio 9 RTP/AVP 0\na=inactive', 'inactive'],
    ['a line’s address of zeros', 'c=IN IP4 192.0.2.1\nm=audio 9 RTP/AVP 0\nc=IN IP6 ::', 'sendonly'],
  ])('V4: reads %s', (_what, text, direction) => {
    expect(read(text)).toBe(direction);
  });
});

describe('addresses', () => {
  it('V2: tells literals from names', () => {
    expect(['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1'].map(ipFamily)).toEqual(['IP4', 'IP6', 'IP6']);
    const others = ['phone.example.test', '256.0.0.1', '1.2.3', 'fe80::1%eth0', '[::1]', '1:2', ''];
    expect(others.map(ipFamily)).toEqual(others.map(() => undefined));
  });

  it('V4: knows the null address', () => {
    expect(['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '127.0.0.1', '::1'].map(isNullAddress)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
