import { Parser } from 'sip.js/lib/core/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../../../test/fakes/silent-log.ts';
import { sipjsLoggers } from '../sipjs-log.ts';
import { chooseChallenge } from './choose-challenge.ts';
import { descriptionOf, hasForeignBody, isHold } from './description-body.ts';
import { assertedIdentity, readNameAddress } from './identity.ts';
import { isAnsweredElsewhere, q850Cause } from './reason.ts';
import { readIncoming } from './read-incoming.ts';
import { headerLines, scanHead } from './scan-head.ts';

const logger = sipjsLoggers(silentLog).getLogger('test');

const lines = (...text: string[]): string => `${text.join('\r\n')}\r\n`;
const INVITE = lines(
  'INVITE sip:alice@example.test SIP/2.0',
  'v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKone;rport, SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKtwo',
  'f: "Bob" <sip:bob@example.test>;tag=b1',
  't: <sip:alice@example.test>',
  'i: call@example.test',
  'CSeq: 7 INVITE',
  'm: <sip:bob@192.0.2.1>',
  'Subject: folded',
  ' over two lines',
  'l: 0',
  '',
);
const OK = lines(
  'SIP/2.0 200 OK',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKone',
  'From: <sip:a@b.test>;tag=1',
  'To: <sip:a@b.test>;tag=2',
  'Call-ID: c',
  'CSeq: 1 REGISTER',
  'Content-Length: 0',
  '',
);

const withHeaders = (...entries: readonly (readonly [string, string])[]) => ({
  getHeader: (name: string) => entries.find(([key]) => key === name)?.[1],
  getHeaders: (name: string) => entries.filter(([key]) => key === name).map(([, value]) => value),
});

describe('head scanner', () => {
  it('reads compact names, folded lines and the topmost Via', () => {
    expect(scanHead(INVITE)).toEqual({
      kind: 'request',
      method: 'INVITE',
      status: 0,
      branch: 'z9hG4bKone',
      callId: 'call@example.test',
      sequence: '7',
    });
    expect([...headerLines(INVITE)].find(({ name }) => name === 'subject')?.value).toBe(
      'folded over two lines',
    );
    expect(scanHead(OK)).toMatchObject({ kind: 'response', method: 'REGISTER', status: 200, sequence: '1' });
  });

  it.each([
    '',
    '\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'SIP/2.0 abc\r\n\r\n',
    'INVITE sip:a SIP/3.0\r\n\r\n',
    'no line end',
  ])('Q2: %j is no SIP message', (text) => {
    expect(scanHead(text)).toBeUndefined();
  });
});

describe('choice of a challenge', () => {
  const refusal = (...headers: string[]): string =>
    lines(
      'SIP/2.0 401 Unauthorized',
      'Via: SIP/2.0/UDP a;branch=z9hG4bKx',
      'From: <sip:a@b.test>;tag=1',
      'To: <sip:a@b.test>;tag=2',
      'Call-ID: c',
      'CSeq: 1 REGISTER',
      ...headers,
      'Content-Length: 0',
      '',
    );
  const chosen = (text: string) => {
    const read = readIncoming(text, logger);
    return read.kind === 'response'
      ? (read.message.parseHeader('www-authenticate') as { algorithm?: string; nonce?: string } | undefined)
      : read;
  };

  it.each([
    [
      'the stronger, wherever it stands',
      [
        'WWW-Authenticate: Digest realm="r", nonce="sha", algorithm=SHA-256, qop="auth"',
        'WWW-Authenticate: Digest realm="r", nonce="md5", qop="auth"',
      ],
      'sha',
    ],
    [
      'several on one line',
      [
        'WWW-Authenticate: Digest realm="r, x", nonce="md5", algorithm=MD5, Digest realm="r", nonce="sha", algorithm="SHA-256"',
      ],
      'sha',
    ],
    [
      'past a scheme that is not ours',
      ['WWW-Authenticate: Digest realm="r", nonce="md5"', 'WWW-Authenticate: Bearer realm="ccmsipline"'],
      'md5',
    ],
    [
      'past an algorithm that nobody knows',
      [
        'WWW-Authenticate: Digest realm="r", nonce="md5"',
        'WWW-Authenticate: Digest realm="r", nonce="x", algorithm=ROT13',
      ],
      'md5',
    ],
  ])('V1: takes %s', (_name, headers, nonce) => {
    expect(chosen(refusal(...headers))).toMatchObject({ nonce });
  });

  it('V1: a challenge with no scheme of ours still arrives, without a challenge', () => {
    expect(chosen(refusal('WWW-Authenticate: Negotiate realm="ccmsipline"'))).toBeUndefined();
    expect(chooseChallenge(INVITE)).toBe(INVITE);
  });
});

describe('descriptions', () => {
  const body = (type: string, text: string) => ({
    body: text,
    getHeader: (name: string) => (name === 'content-type' ? type : undefined),
  });

  it('V2: is the body, or the part of a multipart body', () => {
    expect(descriptionOf(body('application/sdp', 'v=0'))).toBe('v=0');
    const parts = lines(
      '--edge',
      'Content-Type: application/x-cisco-remotecc-request+xml',
      '',
      '<x/>',
      '--edge',
      'Content-Type: application/sdp',
      '',
      'v=0',
      '--edge--',
    );
    expect(descriptionOf(body('multipart/mixed;boundary=edge', parts))).toBe('v=0');
    expect(descriptionOf(body('multipart/mixed; boundary="edge"', parts))).toBe('v=0');
    expect(hasForeignBody(body('text/html', '<p>'))).toBe(true);
    expect(hasForeignBody(body('', ''))).toBe(false);
  });

  const sdp = (...media: string[]): string => lines('v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', ...media);
  it.each([
    [false, sdp('c=IN IP4 192.0.2.1', 'm=audio 4000 RTP/AVP 0')],
    [false, sdp('c=IN IP4 192.0.2.1', 'm=audio 4000 RTP/AVP 0', 'a=recvonly')],
    [true, sdp('c=IN IP4 192.0.2.1', 'm=audio 4000 RTP/AVP 0', 'a=sendonly')],
    [true, sdp('c=IN IP4 192.0.2.1', 'a=inactive', 'm=audio 4000 RTP/AVP 0')],
    [true, sdp('c=IN IP4 0.0.0.0', 'm=audio 4000 RTP/AVP 0')],
    [false, sdp('c=IN IP4 192.0.2.1', 'a=inactive', 'm=audio 4000 RTP/AVP 0', 'a=sendrecv')],
    [
      true,
      sdp('c=IN IP4 192.0.2.1', 'm=audio 4000 RTP/AVP 0', 'a=sendonly', 'm=video 0 RTP/AVP 97', 'a=sendrecv'),
    ],
    [false, sdp('m=audio 0 RTP/AVP 0', 'a=inactive')],
    [false, ''],
  ])('V4: hold is %s', (isHeld, text) => {
    expect(isHold(text)).toBe(isHeld);
  });
});

describe('identities', () => {
  it.each<[string, readonly (readonly [string, string])[], object | undefined]>([
    [
      'Remote-Party-ID first',
      [
        ['remote-party-id', '"Carol" <sip:1003@ucm>;party=calling;screen=yes'],
        ['p-asserted-identity', '<sip:x@y>'],
        ['from', '<sip:z@y>'],
      ],
      { name: 'Carol', address: 'sip:1003@ucm' },
    ],
    [
      'then P-Asserted-Identity',
      [
        ['p-asserted-identity', '"C\\"arol" <tel:+15550100>'],
        ['from', '<sip:z@y>'],
      ],
      { name: 'C"arol', address: 'tel:+15550100' },
    ],
    [
      'then From',
      [['from', 'Bob <sip:bob@example.test;user=phone>;tag=1']],
      { name: 'Bob', address: 'sip:bob@example.test' },
    ],
    [
      'without brackets',
      [['from', 'sip:bob@example.test;tag=1']],
      { name: '', address: 'sip:bob@example.test' },
    ],
    [
      'anonymous',
      [['from', '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1']],
      { name: '', address: '' },
    ],
    [
      'private',
      [
        ['remote-party-id', '"Carol" <sip:1003@ucm>;privacy=full'],
        ['from', '<sip:z@y>'],
      ],
      { name: '', address: '' },
    ],
    [
      'a telephone number with a context, as gateways write it',
      [['p-asserted-identity', '<tel:555-0123;phone-context=+1-201>']],
      { name: '', address: 'tel:+12015550123' },
    ],
    [
      'a context that is a domain',
      [['p-asserted-identity', '<tel:7042;phone-context=example.test>']],
      { name: '', address: 'tel:7042' },
    ],
    [
      'separators in a number of SIP',
      [['from', '<sip:+1-201-555-0123;phone-context=x@gw.test:5060;user=phone>;tag=1']],
      { name: '', address: 'sip:+12015550123@gw.test:5060' },
    ],
    [
      'a name that only says it is a number',
      [['from', '<sip:jos%C3%A9.a-b@gw.test;user=phone>;tag=1']],
      { name: '', address: 'sip:jos%C3%A9.a-b@gw.test' },
    ],
    [
      'from a trunk with digits of its own',
      [['from', '"Smith, J." <sip:+15550100;cpc=ordinary;isub=2@gw.test>;tag=1']],
      { name: 'Smith, J.', address: 'sip:+15550100@gw.test' },
    ],
    ['a telephone number without digits', [['from', '<tel:;phone-context=+1>']], undefined],
    ['nothing readable', [['from', '<mailto:x@y>']], undefined],
  ])('V2: %s', (_name, headers, identity) => {
    expect(assertedIdentity(withHeaders(...headers), 'from')).toEqual(identity);
  });

  it('V2: phone dictionary codes are translated, control characters and direction marks never shown', () => {
    expect(readNameAddress('"\u00804" <sip:a@b>')?.name).toBe('Conference');
    expect(readNameAddress('"\uFFFD5" <sip:a@b>')?.name).toBe('Park');
    expect(readNameAddress('"A\u202Elice\u0007" <sip:a@b>')?.name).toBe('Alice');
  });
});

describe('reasons', () => {
  it.each([
    [true, 'SIP;cause=200;text="Call completed elsewhere"'],
    [true, 'sip ;cause=200'],
    [true, 'Q.850;cause=26'],
    [true, 'Q.850;cause=16, SIP;cause=200'],
    [false, 'SIP;cause=487;text="200, nothing; cause=200"'],
    [false, 'Q.850;cause=16'],
    [false, ';;;"'],
  ])('V2: answered elsewhere is %s for %s', (expected, value) => {
    expect(isAnsweredElsewhere([value])).toBe(expected);
  });

  it('V2: the Q.850 cause is read', () => {
    expect(q850Cause(['SIP;cause=486, Q.850;cause=17;text="busy"'])).toBe(17);
    expect(q850Cause(['SIP;cause=486'])).toBeUndefined();
  });
});

describe('reading what comes in', () => {
  it('tells requests and responses, and what is unusable', () => {
    expect(
      readIncoming(INVITE.replace(', SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKtwo', ''), logger),
    ).toMatchObject({ kind: 'request' });
    expect(readIncoming(OK, logger)).toMatchObject({ kind: 'response' });
    expect(readIncoming(OK.replace('Call-ID: c\r\n', ''), logger)).toEqual({
      kind: 'unusable',
      why: 'Call-ID missing',
    });
    expect(readIncoming(OK.replace('CSeq: 1 REGISTER', 'CSeq: x'), logger)).toMatchObject({
      kind: 'unusable',
    });
    expect(readIncoming(OK.replace('Content-Length: 0', 'Content-Length: 50'), logger)).toEqual({
      kind: 'unusable',
      why: 'body cut short',
    });
    expect(
      readIncoming(OK.replace('Via:', 'Via: SIP/2.0/UDP other;branch=z9hG4bKo\r\nVia:'), logger),
    ).toEqual({ kind: 'unusable', why: 'more than one Via' });
  });

  it('Q2: no text makes it throw, nor a message with some of its bytes changed', () => {
    const damaged = fc.tuple(
      fc.constantFrom(INVITE, OK),
      fc.array(fc.tuple(fc.nat(600), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 400 }),
          damaged.map(([text, cuts]) =>
            cuts.reduce(
              (result, [at, put]) => result.slice(0, at) + put + result.slice(at + put.length),
              text,
            ),
          ),
        ),
        (text) => {
          expect(['request', 'response', 'unusable']).toContain(readIncoming(text, logger).kind);
          scanHead(text);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is the parser that throws by itself on a response without CSeq method', () => {
    expect(() => Parser.parseMessage(OK.replace('CSeq: 1 REGISTER', 'CSeq: x'), logger)).toThrow('undefined');
  });
});
