import {
  effectiveConfiguration,
  type EffectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';

export interface PoliciesInForce extends Policies {
  /** The session, as soon as it knows: before any service of the person starts. */
  obey(configuration: EffectiveConfiguration, deployment?: Pick<Deployment, 'hasServerCalendar'>): void;
}

/** Holds the configuration that the running session obeys (A4, S3). */
export function createPolicies(): PoliciesInForce {
  let configuration = effectiveConfiguration({});
  let hasServerCalendar = false;
  const listeners = new Set<(configuration: EffectiveConfiguration) => void>();
  return {
    current: () => configuration,
    hasServerCalendar: () => hasServerCalendar,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    obey(next, deployment) {
      configuration = next;
      hasServerCalendar = deployment?.hasServerCalendar === true;
      for (const listener of listeners) listener(next);
    },
  };
}
