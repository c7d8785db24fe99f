import type { CallAction } from '../../../shared/domain/call.ts';
import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { SrtpPolicy } from '../../ports/media-gateway.port.ts';

export interface CallPolicies {
  readonly srtp: SrtpPolicy;
  /** Addresses may be dialled, not only numbers. */
  readonly canDialAddresses: boolean;
  /** Of what a Unified CM offers, what the administrator leaves. */
  readonly features: readonly CallAction[];
}

/** What a Unified CM does for calls; `merge`: a conference of its own. */
const SOFTKEYS: readonly CallAction[] = ['park', 'divert', 'record', 'merge'];

/**
 * The administrator's word on calls. Over the open network to an edge voice is never in the clear, whatever the
 * configuration says (cisco-uc 9.4).
 */
export function callPolicies(
  configuration: Pick<EffectiveConfiguration, 'isOn' | 'text'>,
  phone: { readonly needsEncryption: boolean; readonly hasSoftkeys: boolean },
): CallPolicies {
  return {
    srtp: phone.needsEncryption ? 'sdes' : (SRTP[configuration.text('MediaEncryption')] ?? 'sdes-optional'),
    canDialAddresses: configuration.isOn('EnableSIPURIDialling'),
    features: phone.hasSoftkeys
      ? SOFTKEYS.filter((action) => action !== 'park' || configuration.isOn('EnableCallPark'))
      : [],
  };
}

const SRTP: Readonly<Record<string, SrtpPolicy>> = {
  optional: 'sdes-optional',
  mandatory: 'sdes',
  forbidden: 'none',
};
