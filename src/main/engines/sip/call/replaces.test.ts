import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAor } from '../targets.ts';
import { isReplaced, readReferTo, readReplaces, referToCall } from './replaces.ts';

describe('Replaces and Refer-To', () => {
  it('V4: what we write is read back as the same call by whoever has its other end', () => {
    const target = parseAor('sip:hana@example.test');
    if (!target) throw new Error('the address is one');
    const ours = { callId: 'a;b?c@x', localTag: 'l 1', remoteTag: 'r&2' };
    const text = referToCall(target, { ...ours, callId: 'ab-c@x', localTag: 'l1', remoteTag: 'r2' });
    expect(text).toBe('<sip:hana@example.test?Replaces=ab-c%40x%3Bto-tag%3Dr2%3Bfrom-tag%3Dl1>');
    const read = readReferTo(text);
    expect(read?.uri.toString()).toBe('sip:hana@example.test');
    const replaces = readReplaces(read?.replaces ?? '');
    // Hana's own tag is the one that we call remote.
    expect(replaces && isReplaced({ callId: 'ab-c@x', localTag: 'r2', remoteTag: 'l1' }, replaces)).toBe(
      true,
    );
    expect(replaces && isReplaced({ callId: 'ab-c@x', localTag: 'l1', remoteTag: 'r2' }, replaces)).toBe(
      false,
    );
  });

  it.each([
    ['<sip:1003@example.test>', 'sip:1003@example.test', undefined],
    ['sip:1003@example.test', 'sip:1003@example.test', undefined],
    ['"Hana" <sip:hana@example.test;method=INVITE>', 'sip:hana@example.test', undefined],
    [
      '<sip:h@x.test?Replaces=c%3Bto-tag%3Da%3Bfrom-tag%3Db&Subject=hi>',
      'sip:h@x.test',
      'c;to-tag=a;from-tag=b',
    ],
    ['<sip:h@x.test?Replaces=c%0D%0AEvil:1>', 'sip:h@x.test', undefined],
    ['<sip:h@x.test?Replaces=%zz>', 'sip:h@x.test', undefined],
  ])('V4: %s is read', (text, uri, replaces) => {
    const read = readReferTo(text);
    expect([read?.uri.toString(), read?.replaces]).toEqual([uri, replaces]);
  });

  it.each([
    '<tel:+49301234>',
    '<https://evil.example>',
    '<cid:1>',
    '',
    '<sip:example.test>',
    'urn:service:sos',
  ])('V4: %s is nowhere we would go', (text) => {
    expect(readReferTo(text)).toBeUndefined();
  });

  it.each([
    ['c;to-tag=a;from-tag=b', { callId: 'c', toTag: 'a', fromTag: 'b', isEarlyOnly: false }],
    ['c ; from-tag=b ;To-Tag=a;early-only', { callId: 'c', toTag: 'a', fromTag: 'b', isEarlyOnly: true }],
    ['c;to-tag=a', undefined],
    ['', undefined],
  ])('V4: Replaces %j', (text, expected) => {
    expect(readReplaces(text)).toEqual(expected);
  });

  it('Q2: nothing that comes as Refer-To or Replaces throws, and no header can begin in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        readReplaces(text);
        for (const value of [
          text,
          `<sip:a@b?Replaces=${text}>`,
          `<sip:a@b?Replaces=${encodeURIComponent(text)}>`,
        ])
          expect(readReferTo(value)?.replaces ?? '').not.toMatch(/[\r\n]/);
      }),
    );
  });
});
