import { describe, expect, it } from 'vitest';
import { answerH264, largestPicture, ourH264, readH264 } from './h264.ts';

describe('H.264 parameters', () => {
  it('V3: reads what a video phone says (cisco-uc 12.5)', () => {
    const said =
      'profile-level-id=42E01F;packetization-mode=1;level-asymmetry-allowed=1;max-fs=3601;max-rcmd-nalu-size=32000';
    expect(readH264(said)).toEqual({
      packetizationMode: 1,
      profile: '42e0',
      level: 31,
      isLevelAsymmetryAllowed: true,
      maxFs: 3601,
    });
  });

  it.each([undefined, '', 'rubbish', 'profile-level-id=zz;packetization-mode=7;max-fs=-1', ';;=;='])(
    'V3 Q2: %j is what RFC 6184 takes as not said',
    (said) => {
      expect(readH264(said)).toEqual({
        packetizationMode: 0,
        profile: '420a',
        level: 10,
        isLevelAsymmetryAllowed: false,
      });
    },
  );

  it('V3: the answer repeats profile and mode; the level is ours only where both may differ', () => {
    expect(
      answerH264(readH264('profile-level-id=640028;packetization-mode=1;level-asymmetry-allowed=1')),
    ).toBe('profile-level-id=64001f;packetization-mode=1;level-asymmetry-allowed=1');
    expect(answerH264(readH264('profile-level-id=42800d'))).toBe(
      'profile-level-id=42800d;packetization-mode=0',
    );
    expect(answerH264(readH264('profile-level-id=428028'))).toBe(
      'profile-level-id=42801f;packetization-mode=0',
    );
    expect(answerH264(readH264(ourH264(1)))).toBe(ourH264(1));
  });

  it.each([
    ['profile-level-id=42e01f', 3_600],
    ['profile-level-id=42800d', 396],
    ['profile-level-id=42800d;max-fs=3600', 3_600],
    ['', 99],
  ])('V3: the largest picture of %j is %i macroblocks', (said, macroblocks) => {
    expect(largestPicture(readH264(said))).toBe(macroblocks);
  });
});
