import { describe, expect, it } from 'vitest';
import { decideEncryption } from './im-encryption.ts';

describe('client-to-client encryption', () => {
  /** T9: AES allowed, no encoding allowed, the other's client can: sending, receiving, padlock. */
  it.each<[boolean, boolean, boolean, string]>([
    [false, true, true, 'plain plain'],
    [false, true, false, 'plain plain'],
    [true, true, true, 'encrypted encrypted padlock'],
    [true, true, false, 'plain plain'],
    [true, false, true, 'encrypted encrypted padlock'],
    [true, false, false, 'refused refused'],
    [false, false, true, 'plain plain'],
    [false, false, false, 'plain plain'],
  ])(
    'M12: T9: AES %s, none %s, the other’s client can: %s: %s',
    (supportsAes, supportsPlain, canRemote, expected) => {
      const outcome = decideEncryption({ supportsAes, supportsPlain }, { isRoom: false, canRemote });
      const icon = outcome.hasPadlock ? ' padlock' : '';
      expect(`${outcome.sending} ${outcome.receiving}${icon}`).toBe(expected);
    },
  );

  it.each([true, false])('M12: T9: never in rooms, whatever the policy (AES only: %s)', (supportsAes) => {
    const policy = { supportsAes, supportsPlain: !supportsAes };
    const outcome = decideEncryption(policy, { isRoom: true, canRemote: true });
    expect(outcome).toEqual({ sending: 'plain', receiving: 'plain', hasPadlock: false });
  });
});
