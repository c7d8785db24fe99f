import { describe, expect, it } from 'vitest';
import {
  answered,
  line,
  lines,
  local,
  offered,
  pcmu,
  remote,
  settled,
} from '../../../../test/media/descriptions.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { takeAnswer } from './offer-answer.ts';

describe('hold', () => {
  it.each([
    ['sendonly', 'recvonly', true],
    ['inactive', 'inactive', true],
    ['recvonly', 'sendonly', false],
    ['sendrecv', 'sendrecv', false],
  ] as const)('V4: their offer of %s is answered with %s', (theirs, ours, isHeldByRemote) => {
    const { sdp, state } = answered(remote(`${pcmu}a=${theirs}\r\n`));
    expect(sdp).toContain(`a=${ours}\r\n`);
    expect(state.agreed).toMatchObject({ direction: ours, isHeldByRemote });
  });

  it('V4: the address of zeros is a hold and leaves nowhere to send to', () => {
    const { state } = answered(remote(pcmu, 'c=IN IP4 0.0.0.0'));
    expect(state.agreed).toMatchObject({ direction: 'recvonly', isHeldByRemote: true });
  });

  it.each([
    ['sendonly', 'recvonly', 'sendonly', false],
    ['sendonly', 'inactive', 'inactive', true],
    ['inactive', 'inactive', 'inactive', false],
    ['sendrecv', 'sendonly', 'recvonly', true],
  ] as const)(
    'V4: our %s, answered with %s, leaves %s; held by them: %s',
    (ours, theirs, left, isHeldByRemote) => {
      const { state } = offered(local(), ours, settled(remote(pcmu)));
      const { agreed } = unwrap(takeAnswer(state, local(), remote(`${pcmu}a=${theirs}\r\n`), true));
      expect(agreed).toMatchObject({ direction: left, isHeldByRemote });
    },
  );

  it('V4: both on hold is inactive', () => {
    expect(answered(remote(`${pcmu}a=sendonly\r\n`), local(), 'sendonly').sdp).toContain('a=inactive\r\n');
  });
});

describe('SDES', () => {
  const key = (suite: string, tag: number) =>
    `a=crypto:${tag} ${suite} inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR\r\n`;
  const secure = (crypto: string, protocol = 'RTP/SAVP') => remote(`m=audio 4000 ${protocol} 0\r\n${crypto}`);

  it('V2: as answerer takes our first suite of theirs and repeats their tag', () => {
    const { sdp, state } = answered(
      secure(key('AES_CM_128_HMAC_SHA1_32', 1) + key('AES_CM_128_HMAC_SHA1_80', 2)),
      local({ srtp: 'sdes' }),
    );
    expect(lines(sdp, 'a=crypto')).toHaveLength(1);
    expect(line(sdp, 'a=crypto')).toMatch(/^a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:/);
    expect(line(sdp, 'm=')).toContain('RTP/SAVP');
    expect(state.agreed?.crypto).toMatchObject({ suite: 'AES_CM_128_HMAC_SHA1_80', remote: { tag: 2 } });
  });

  it('V2: as offerer sends with the key of the tag they took', () => {
    const audio = local({ srtp: 'sdes' });
    const { agreed } = settled(secure(key('AES_CM_128_HMAC_SHA1_32', 2)), audio);
    expect(agreed?.crypto?.local).toEqual(audio.cryptoLines[1]);
  });

  it.each([
    [
      'a tag of ours with another suite',
      secure(key('AES_CM_128_HMAC_SHA1_32', 1)),
      'sdes',
      'media.srtp-refused',
    ],
    ['a tag we never gave', secure(key('AES_CM_128_HMAC_SHA1_80', 9)), 'sdes', 'media.srtp-refused'],
    ['SAVP without a key', secure(''), 'sdes', 'media.srtp-refused'],
    ['no encryption where it is a must', remote(pcmu), 'sdes', 'media.srtp-required'],
    ['encryption where it is off', secure(key('AES_CM_128_HMAC_SHA1_80', 1)), 'none', 'media.srtp-refused'],
  ] as const)('V2: fails on %s', (_what, answer, srtp, code) => {
    const audio = local({ srtp });
    expect(takeAnswer(offered(audio).state, audio, answer, true)).toMatchObject({
      ok: false,
      error: { code },
    });
  });

  it('V2: optional encryption takes plain, best effort on AVP, and SAVP', () => {
    const audio = local({ srtp: 'sdes-optional' });
    expect(answered(remote(pcmu), audio).state.agreed?.crypto).toBeUndefined();
    const onAvp = answered(secure(key('AES_CM_128_HMAC_SHA1_80', 1), 'RTP/AVP'), audio);
    expect(line(onAvp.sdp, 'm=')).toContain('RTP/AVP');
    expect(onAvp.state.agreed?.crypto?.suite).toBe('AES_CM_128_HMAC_SHA1_80');
    expect(answered(secure(key('AES_CM_128_HMAC_SHA1_80', 1)), audio).state.agreed?.crypto).toBeDefined();
  });

  it('V2: of two audio lines takes the one that fits the policy', () => {
    const both = remote(
      `m=audio 4000 RTP/AVP 0\r\nm=audio 6000 RTP/SAVP 0\r\n${key('AES_CM_128_HMAC_SHA1_80', 1)}`,
    );
    const ports = (['none', 'sdes'] as const).map((srtp) =>
      lines(answered(both, local({ srtp })).sdp, 'm=').map((one) => one.split(' ')[1]),
    );
    expect(ports).toEqual([
      ['20000', '0'],
      ['0', '20000'],
    ]);
  });

  it('V4: a later offer repeats protocol, suite, tag and key, so hold changes no encryption', () => {
    const audio = local({ srtp: 'sdes' });
    const { sdp, state } = answered(secure(key('AES_CM_128_HMAC_SHA1_80', 5)), audio);
    const again = offered(audio, 'sendonly', state);
    expect(lines(again.sdp, 'a=crypto')).toEqual(lines(sdp, 'a=crypto'));
    const { agreed } = unwrap(
      takeAnswer(again.state, audio, secure(`${key('AES_CM_128_HMAC_SHA1_80', 5)}a=recvonly\r\n`), true),
    );
    expect(agreed?.crypto?.local.tag).toBe(5);
  });

  it('V4: a later offer after plain was agreed stays plain', () => {
    const audio = local({ srtp: 'sdes-optional' });
    expect(lines(offered(audio, 'sendonly', settled(remote(pcmu), audio)).sdp, 'a=crypto')).toEqual([]);
  });
});
