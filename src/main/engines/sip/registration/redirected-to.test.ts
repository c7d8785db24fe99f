import { describe, expect, it } from 'vitest';
import { redirectedTo, type Registrar } from './redirected-to.ts';

const UDP: Registrar = { host: 'pbx.test', port: 5060, transport: 'udp' };
const TLS: Registrar = { host: 'pbx.test', port: 5061, transport: 'tls' };
const WSS: Registrar = { host: 'pbx.test', port: 443, transport: 'wss', path: '/sip' };

describe('where a REGISTER is sent on to', () => {
  it.each<[string, string[], Registrar, Partial<Registrar> | undefined]>([
    [
      'a pool names the home server',
      ['<sip:alice@Node2.test;transport=tls>'],
      TLS,
      { host: 'node2.test', port: 5061, transport: 'tls' },
    ],
    [
      'the transport stays where none is named',
      ['<sip:node2.test:5070>;q=0.5'],
      UDP,
      { host: 'node2.test', port: 5070, transport: 'udp' },
    ],
    [
      'outside brackets a parameter is the header’s',
      ['sip:node2.test;transport=tcp'],
      UDP,
      { host: 'node2.test', transport: 'udp' },
    ],
    ['TCP is named', ['<sip:node2.test;transport=TCP>'], UDP, { transport: 'tcp', port: 5060 }],
    ['a sips address', ['<sips:node2.test>'], UDP, { transport: 'tls', port: 5061 }],
    ['TLS over TCP in the old way', ['<sips:node2.test;transport=tcp>'], UDP, { transport: 'tls' }],
    ['never out of encryption', ['<sip:node2.test;transport=udp>'], TLS, undefined],
    [
      'but to the next that is encrypted',
      ['<sip:a.test;transport=tcp>;q=1, <sip:b.test>;q=0.2'],
      TLS,
      { host: 'b.test', transport: 'tls' },
    ],
    ['by preference', ['"One, two" <sip:a.test>;q=0.1, <sip:b.test>;q=0.9'], UDP, { host: 'b.test' }],
    ['not to where we are', ['<sip:alice@pbx.test>'], UDP, undefined],
    [
      'a web address keeps port and path',
      ['<sip:node2.test;transport=ws>'],
      WSS,
      { host: 'node2.test', port: 443, transport: 'wss', path: '/sip' },
    ],
    ['IPv6', ['<sip:[2001:db8::1]:5080>'], UDP, { host: '2001:db8::1', port: 5080 }],
    [
      'what we do not speak',
      ['<sip:node2.test;transport=sctp>', '<tel:+1555>', '<sip:x.test:0>'],
      UDP,
      undefined,
    ],
    ['nothing', [], UDP, undefined],
  ])('V1: %s', (_name, contacts, here, expected) => {
    const to = redirectedTo(contacts, here);
    if (expected === undefined) expect(to).toBeUndefined();
    else expect(to).toMatchObject(expected);
  });
});
