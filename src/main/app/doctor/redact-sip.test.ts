import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../services/support/pseudonyms.ts';
import { redactSip } from './redact-sip.ts';

const MESSAGE = [
  'SIP/2.0 200 Alice Adams is here',
  'Via: SIP/2.0/TLS 10.1.2.3:5061;branch=z9hG4bKabcdef0123456789;rport;received=10.9.8.7',
  'From: "Alice Adams" <sip:1001@ucm-a.corp.example:5061>;tag=as12df34',
  'Contact: <sip:5f1e@10.1.2.3:5061;transport=tls>;expires=120;+sip.instance="<urn:uuid:0-1-2>"',
  'WWW-Authenticate: Digest realm="corp.example", nonce="c2VjcmV0LW5vbmNlLTEyMzQ1Njc4", algorithm=MD5',
  'CSeq: 2 REGISTER',
  'Supported: replaces,',
  ' X-cisco-sis-7.0.0',
  'Content-Type: application/sdp',
  '',
  'v=0',
  'o=CiscoSystemsCCM-SIP 12345 1 IN IP4 10.1.2.3',
  'c=IN IP4 10.1.2.3',
  'm=audio 24580 RTP/SAVP 0 101',
  'a=rtpmap:0 PCMU/8000',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj',
  '',
].join('\r\n');

describe('a SIP message for a capture', () => {
  it('Q2: keeps what the protocol says and nobody’s name, number, host or key', () => {
    const { start, headers, body } = redactSip(MESSAGE, new Pseudonyms());
    expect(start).toBe('SIP/2.0 200');
    expect(headers).toContain('CSeq: 2 REGISTER');
    expect(headers).toContain('Supported: replaces, X-cisco-sis-7.0.0');
    expect(headers[0]).toMatch(
      /^Via: SIP\/2\.0\/TLS 192\.0\.2\.\d+:5061;branch=token-\d+-of-\d+;rport;received=/,
    );
    expect(headers[2]).toMatch(/<sip:\S+@192\.0\.2\.\d+:5061;transport=tls>;expires=120;/);
    expect(headers[3]).toMatch(/^WWW-Authenticate: Digest realm="domain-\d+\.example", nonce="token-/);
    expect(body).toEqual(expect.arrayContaining(['m=audio 24580 RTP/SAVP 0 101', 'a=rtpmap:0 PCMU/8000']));
    const all = JSON.stringify([start, headers, body]);
    for (const secret of [
      'Alice',
      'Adams',
      '1001',
      'corp',
      '10.1.2.3',
      '10.9.8.7',
      'c2VjcmV0',
      'd0Rmdm',
      '5f1e',
    ])
      expect(all).not.toContain(secret);
  });

  it('Q2: whatever comes is taken', () => {
    for (const text of ['', '\r\n\r\n', 'x', ':', 'INVITE', `${'a'.repeat(100_000)}`])
      expect(() => redactSip(text, new Pseudonyms())).not.toThrow();
  });
});
