import type { CallAction } from '../../../shared/domain/call.ts';
import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { SrtpPolicy, VideoSpec } from '../../ports/media-gateway.port.ts';

export interface CallPolicies {
  readonly srtp: SrtpPolicy;
  /** Addresses may be dialled, not only numbers. */
  readonly canDialAddresses: boolean;
  /** Absent: the administrator wants no pictures. */
  readonly video?: VideoSpec;
  /** Of what a Unified CM offers, what the administrator leaves; and pictures of us and of our screen. */
  readonly features: readonly CallAction[];
}

/** H.264 is what video phones have in common; the rate is 720 lines' (T11) with a margin. */
const VIDEO: VideoSpec = { codecs: ['H264', 'VP8'], maxBitrate: 2_000_000 };

/** What a Unified CM does for calls; `merge`: a conference of its own. */
const SOFTKEYS: readonly CallAction[] = ['park', 'divert', 'record', 'merge'];

/**
 * The administrator's word on calls. Over the open network to an edge voice is never in the clear, whatever the
 * configuration says (cisco-uc 9.4).
 */
export function callPolicies(
  configuration: Pick<EffectiveConfiguration, 'isOn' | 'text'>,
  phone: {
    readonly needsEncryption: boolean;
    readonly hasSoftkeys: boolean;
    readonly hasParkCode?: boolean;
    readonly canMove?: boolean;
  },
): CallPolicies {
  const hasVideo = configuration.isOn('EnableVideo');
  const hasSlides = hasVideo && configuration.isOn('EnableBFCPVideoDesktopShare');
  return {
    srtp: phone.needsEncryption ? 'sdes' : (SRTP[configuration.text('MediaEncryption')] ?? 'sdes-optional'),
    canDialAddresses: configuration.isOn('EnableSIPURIDialling'),
    ...(hasVideo && { video: { ...VIDEO, hasSlides } }),
    features: [
      ...(phone.hasSoftkeys
        ? SOFTKEYS.filter((action) => action !== 'park' || configuration.isOn('EnableCallPark'))
        : phone.hasParkCode
          ? (['park'] as const)
          : []),
      ...(phone.hasSoftkeys && phone.canMove ? (['mobile'] as const) : []),
      ...(hasVideo ? (['video'] as const) : []),
      ...(hasSlides ? (['share'] as const) : []),
    ],
  };
}

const SRTP: Readonly<Record<string, SrtpPolicy>> = {
  optional: 'sdes-optional',
  mandatory: 'sdes',
  forbidden: 'none',
};
