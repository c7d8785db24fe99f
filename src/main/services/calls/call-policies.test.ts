import { describe, expect, it } from 'vitest';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { callPolicies } from './call-policies.ts';

const policies = (
  values: Readonly<Record<string, string>>,
  phone: Parameters<typeof callPolicies>[1] = { needsEncryption: false, hasSoftkeys: true },
) =>
  callPolicies(
    effectiveConfiguration({
      'global-file': Object.entries(values).map(([name, value]) => ({ name, section: 'Policies', value })),
    }),
    phone,
  );

describe('policies of calls', () => {
  it.each([
    [{}, false, 'sdes-optional'],
    [{ MediaEncryption: 'optional' }, false, 'sdes-optional'],
    [{ MediaEncryption: 'mandatory' }, false, 'sdes'],
    [{ MediaEncryption: 'forbidden' }, false, 'none'],
    [{ MediaEncryption: 'rubbish' }, false, 'sdes-optional'],
    [{ MediaEncryption: 'forbidden' }, true, 'sdes'],
  ])('V2: %j, outside %s: voice goes %s', (values, needsEncryption, srtp) => {
    expect(policies(values, { needsEncryption, hasSoftkeys: true }).srtp).toBe(srtp);
  });

  it('V4 S3: park is taken away by EnableCallPark, and a plain SIP account has no soft keys', () => {
    expect(policies({}).features).toContain('park');
    expect(policies({ EnableCallPark: 'false' }).features).toEqual([
      'divert',
      'record',
      'merge',
      'video',
      'share',
    ]);
    expect(policies({}, { needsEncryption: false, hasSoftkeys: false }).features).toEqual(['video', 'share']);
  });

  it('V4 V8: a call can be sent to the mobile phone of whoever has one, at a server that has the key', () => {
    const features = (hasSoftkeys: boolean, canMove: boolean) =>
      policies({}, { needsEncryption: false, hasSoftkeys, canMove }).features;
    expect(features(true, true)).toContain('mobile');
    expect(features(true, false)).not.toContain('mobile');
    expect(features(false, true)).not.toContain('mobile');
  });

  it('V3 S3: EnableVideo takes pictures away altogether', () => {
    expect(policies({}).video).toEqual({ codecs: ['H264', 'VP8'], maxBitrate: 2_000_000, hasSlides: true });
    const without = policies({ EnableVideo: 'false' });
    expect(without.video).toBeUndefined();
    expect(without.features).not.toContain('video');
    expect(without.features).not.toContain('share');
    expect(policies({ EnableBFCPVideoDesktopShare: 'false' }).features).not.toContain('share');
  });

  it('V2 S3: addresses are dialled unless EnableSIPURIDialling says no', () => {
    expect(policies({}).canDialAddresses).toBe(true);
    expect(policies({ EnableSIPURIDialling: 'false' }).canDialAddresses).toBe(false);
  });
});
