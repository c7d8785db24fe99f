import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerOf, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { silentLog } from '../../../../../test/fakes/silent-log.ts';
import { sipjsLoggers } from '../sipjs-log.ts';
import { readIncoming } from './read-incoming.ts';
import { repairAddresses } from './repair-address.ts';

const logger = sipjsLoggers(silentLog).getLogger('test');
const invite = (from: string): string =>
  [
    'INVITE sip:alice@192.0.2.1 SIP/2.0',
    'Via: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKa',
    `From: ${from};tag=b1`,
    'To: <sip:alice@example.test>',
    'Call-ID: 1',
    'CSeq: 1 INVITE',
    'Contact: <sip:q@192.0.2.9>',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

describe('addresses that the grammar behind would drop a message for', () => {
  it.each([
    ['<tel:+4930123>', 'sip:+4930123@tel.invalid;user=phone', undefined],
    ['tel:+49-30-123;phone-context=x', 'sip:+4930123@tel.invalid;user=phone', undefined],
    ['"Berlin" <tel:*21#>', 'sip:*21%23@tel.invalid;user=phone', 'Berlin'],
    ['Jürgen Müller <sip:j@b.test>', 'sip:j@b.test', 'Jürgen Müller'],
    ['王伟 <sip:w@b.test;user=phone>', 'sip:w@b.test;user=phone', '王伟'],
    ['Bauer, Bob (Berlin) <sip:b@b.test>', 'sip:b@b.test', 'Bauer, Bob (Berlin)'],
    ['"x" <sip:+49 30 1@b.test>', 'sip:+49%2030%201@b.test', 'x'],
    ['<sip:@b.test>', 'sip:b.test', undefined],
    ['<urn:service:sos>', 'sip:anonymous@anonymous.invalid', undefined],
    ['sip:ü@b.test', 'sip:%C3%BC@b.test', undefined],
  ])('V2: From %s', (from, uri, name) => {
    expect(readIncoming(invite(from), logger).kind).toBe('request');
    const read = readIncoming(invite(from), logger);
    if (read.kind !== 'request') throw new Error(read.kind);
    expect([read.message.from.uri.toString(), read.message.from.displayName]).toEqual([uri, name]);
    expect(read.message.fromTag).toBe('b1');
  });

  it.each([
    '"Bob" <sip:bob@b.test>',
    'Bob B. <sips:bob@b.test:5061;transport=tls>',
    '<sip:a%20b@[2001:db8::1]>',
    'sip:bob@b.test',
    '"Bob \\"<x>\\" B" <sip:bob@b.test>;x=<y>',
  ])('V2: %s is left as it is', (from) => {
    expect(repairAddresses(invite(from))).toBe(invite(from));
  });

  it('V2: a call from the telephone network rings with its number and its name', async () => {
    const peer = sipPeer();
    await peer.invite({ from: 'Müller, Jürgen <tel:+49301234>' });
    const [incoming] = peer.events;
    expect(incoming).toMatchObject({
      kind: 'incoming',
      call: { peer: { name: 'Müller, Jürgen', address: 'sip:+49301234@tel.invalid' } },
    });
    expect(headerOf(peer.last('SIP/2.0 180'), 'From')).toContain(';tag=b1');
  });

  it('Q2: whatever stands there, it is bounded work and never throws', () => {
    const piece = fc.constantFrom(
      '"',
      '<',
      '>',
      ';',
      'tel:',
      'sip:',
      '@',
      '\\',
      ' ',
      'ü',
      '\uD800',
      'a',
      ',',
      '%',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = invite(pieces.join(''));
        expect(['request', 'response', 'unusable']).toContain(readIncoming(text, logger).kind);
      }),
      { numRuns: 500 },
    );
    const long = invite(`"${'\\"'.repeat(5_000)} <sip:${'%'.repeat(3_000)}@b>`);
    // Its quote is never closed.
    expect(readIncoming(long, logger).kind).toBe('unusable');
  });
});
