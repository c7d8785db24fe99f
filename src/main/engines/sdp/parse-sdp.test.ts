import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { buildSdp } from './build-sdp.ts';
import { parseSdp } from './parse-sdp.ts';
import { attributeValue, attributeValues } from './session-description.ts';

/** As CUCM 12 writes it, with a video line. */
const cucm = [
  'v=0',
  'o=CiscoSystemsCCM-SIP 161095 1 IN IP4 192.0.2.10',
  's=SIP Call',
  'c=IN IP4 192.0.2.31',
  'b=TIAS:64000',
  'b=CT:64',
  't=0 0',
  'm=audio 24580 RTP/AVP 9 0 8 116 18 101',
  'a=ptime:20',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:18 G729/8000',
  'a=fmtp:18 annexb=no',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'm=video 0 RTP/AVP 97',
  '',
].join('\r\n');

describe('parseSdp', () => {
  it('V2: reads a description of CUCM', () => {
    const session = unwrap(parseSdp(cucm));
    expect(session.origin).toMatchObject({
      username: 'CiscoSystemsCCM-SIP',
      sessionId: '161095',
      version: '1',
    });
    expect(session.bandwidths).toEqual([
      { kind: 'TIAS', value: 64_000 },
      { kind: 'CT', value: 64 },
    ]);
    expect(session.media.map(({ kind, port }) => [kind, port])).toEqual([
      ['audio', 24_580],
      ['video', 0],
    ]);
    expect(session.media[0] && attributeValues(session.media[0], 'fmtp')).toEqual([
      '18 annexb=no',
      '101 0-15',
    ]);
  });

  it.each([
    ['line feeds alone', cucm.replaceAll('\r\n', '\n')],
    ['carriage returns alone', cucm.replaceAll('\r\n', '\r')],
    ['blank lines and spaces', cucm.replaceAll('\r\n', ' \r\n\r\n')],
    ['no o=, s= or t=', cucm.replace(/^[ost]=.*\r\n/gm, '')],
    ['unknown lines', cucm.replace('t=0 0\r\n', 't=0 0\r\nx=?\r\nz=0 0\r\nnonsense\r\n')],
  ])('V2: reads it with %s', (_what, text) => {
    expect(unwrap(parseSdp(text)).media[0]?.formats).toEqual(['9', '0', '8', '116', '18', '101']);
  });

  it('V2: keeps connections apart by level, steps over a multicast suffix and knows IPv6', () => {
    const session = unwrap(
      parseSdp('v=0\nc=IN IP4 224.2.1.1/127/3\nm=audio 9/2 RTP/AVP 0\nc=IN IP6 2001:db8::1\n'),
    );
    expect(session.connection).toEqual({ family: 'IP4', address: '224.2.1.1' });
    expect(session.media[0]?.connection).toEqual({ family: 'IP6', address: '2001:db8::1' });
    expect(session.media[0]?.port).toBe(9);
  });

  it('V2: tells a property attribute from an absent one', () => {
    const session = unwrap(parseSdp('v=0\na=ice-lite\n'));
    expect([attributeValue(session, 'ice-lite'), attributeValue(session, 'ice-pwd')]).toEqual([
      '',
      undefined,
    ]);
  });

  it.each([
    ['empty text', ''],
    ['no version', 'o=- 0 0 IN IP4 0.0.0.0'],
    ['another version', 'v=1'],
    ['an m= line without a port', 'v=0\nm=audio RTP/AVP 0'],
    ['a port past 65535', 'v=0\nm=audio 65536 RTP/AVP 0'],
    ['a text of a megabyte', `v=0\n${'a=x\n'.repeat(250_000)}`],
    ['too many lines', `v=0\n${'a=x\n'.repeat(2_001)}`],
    ['too many m= lines', `v=0\n${'m=audio 0 RTP/AVP 0\n'.repeat(33)}`],
  ])('Q2: refuses %s', (_what, text) => {
    expect(parseSdp(text)).toMatchObject({ ok: false, error: { code: 'media.bad-sdp' } });
  });

  it('Q2: survives any text, and reads back whatever it read and wrote', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'm=audio 4000 RTP/AVP 0',
        'c=IN IP4 1.2.3.4',
        'a=rtpmap:0 PCMU/8000',
        'a=sendrecv',
        'b=AS:64',
        'o=- 1 1 IN IP4 1.1.1.1',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .tuple(fc.constantFrom('m', 'c', 'a', 'b', 'o', 's', 't'), fc.string({ maxLength: 60 }))
        .map(([type, value]) => `${type}=${value}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const parsed = parseSdp(['v=0', ...lines].join('\r\n'));
        if (!parsed.ok) return;
        const written = buildSdp(parsed.value);
        expect(buildSdp(unwrap(parseSdp(written)))).toBe(written);
      }),
      { numRuns: 2_000 },
    );
  });

  it('Q2: a value from outside never starts a line of its own', () => {
    const session = unwrap(parseSdp('v=0\nm=audio 9 RTP/AVP 0\n'));
    const text = buildSdp({ ...session, attributes: [{ name: 'x', value: 'y\r\nm=video 9 RTP/AVP 1' }] });
    expect(unwrap(parseSdp(text)).media).toHaveLength(1);
  });
});
