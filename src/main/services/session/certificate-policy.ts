import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';

/**
 * What happens to a certificate that the trust store refuses (A10): the person may accept it for this host, or accept it for
 * as long as the app runs, or is only told.
 */
export type CertificatePolicy = 'prompt' | 'prompt-per-session' | 'reject';

const NAME = 'INVALID_CERTIFICATE_BEHAVIOR';

/**
 * cisco-uc 5.1. In the modes FIPS and Common Criteria a certificate is refused unless somebody wrote otherwise. Where nobody configured anything, an accepted certificate is pinned to its host and not asked
 * about again.
 */
export function certificatePolicyOf(configuration: EffectiveConfiguration): CertificatePolicy {
  if (configuration.text(NAME) === 'RejectAndNotify') return 'reject';
  const source = configuration.values.find(({ name }) => name === NAME)?.source ?? 'default';
  if (source !== 'default') return 'prompt-per-session';
  return configuration.isOn('FIPS_MODE') || configuration.isOn('CC_MODE') ? 'reject' : 'prompt';
}
