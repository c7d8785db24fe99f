import { describe, expect, it } from 'vitest';
import { ringStyle } from './ring-style.ts';

/** Alert-Info as servers and the handbooks of phones write it. */
describe('how a server wants a call to ring', () => {
  it.each<[string, string[], ReturnType<typeof ringStyle>]>([
    ['RFC 7462: from inside', ['<urn:alert:source:internal>'], 'internal'],
    ['RFC 7462: from outside', ['<urn:alert:source:external@example.test>'], undefined],
    [
      'RFC 7462: urgent before all else',
      ['<urn:alert:source:internal>, <urn:alert:priority:high>'],
      'urgent',
    ],
    ['RFC 7462: of low priority', ['<urn:alert:priority:low>'], undefined],
    ['RFC 7462: forwarded', ['<urn:alert:service:forward>'], 'distinct'],
    ['RFC 7462: called back', ['<urn:alert:service:recall:callback>'], 'distinct'],
    [
      'RFC 7462: in two headers',
      ['<urn:alert:service:normal>', '<URN:alert:source:Internal:vip@x.test>'],
      'internal',
    ],
    ['Broadsoft: usual', ['<http://127.0.0.1/Bellcore-dr1>'], undefined],
    ['Broadsoft: second number', ['<http://127.0.0.1/Bellcore-dr2>'], 'distinct'],
    ['Broadsoft: without brackets', ['http://127.0.0.1/Bellcore-dr3'], 'distinct'],
    ['Yealink: bare', ['Bellcore-dr4;x-line-id=1'], 'distinct'],
    ['Yealink: as a parameter', ['<http://10.1.0.31>;info=Bellcore-dr5'], 'distinct'],
    ['Asterisk, Snom, Poly: from inside', ['<http://nohost>;info=alert-internal;x-line-id=0'], 'internal'],
    ['Asterisk: from outside', ['<http://nohost>;info=alert-external'], undefined],
    ['FreePBX: a word', ['Internal'], 'internal'],
    ['Sylantro: a group', ['<http://x>;info=alert-group'], 'distinct'],
    ['Sylantro: a community', ['<http://x>; info="alert-community-3"'], 'distinct'],
    ['Sylantro: an emergency', ['<http://x>;info=alert-emergency'], 'urgent'],
    ['Avaya: from inside', ['<cid:internal@example.test>;avaya-cm-alert-type=internal'], 'internal'],
    ['Avaya: urgent', ['<cid:priority@example.test>;avaya-cm-alert-type=priority'], 'urgent'],
    [
      'asked to answer by itself',
      ['<http://x>;info=alert-autoanswer;delay=0', 'Auto Answer', 'ring-answer'],
      undefined,
    ],
    ['a sound somewhere', ['<http://elsewhere.test/loud.wav>'], undefined],
    ['nothing', [], undefined],
    ['nonsense', [',,,;;info=', '<'.repeat(5_000), ';=;'], undefined],
  ])('V2: %s', (_name, headers, expected) => {
    expect(ringStyle(headers, false)).toBe(expected);
  });

  it('V2: a Unified CM counts from the ring for calls inside', () => {
    const rings = [1, 2, 3, 5].map((number) => ringStyle([`<file://Bellcore-dr${number}/>`], true));
    expect(rings).toEqual(['internal', undefined, 'distinct', 'distinct']);
  });
});
