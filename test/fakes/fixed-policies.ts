import {
  type EffectiveConfiguration,
  effectiveConfiguration,
} from '../../src/shared/deployment/effective-configuration.ts';
import type { Policies } from '../../src/main/ports/policies.port.ts';

export interface FixedPolicies extends Policies {
  set(values: Readonly<Record<string, string>>): void;
}

/** An administrator's decisions by parameter name; `set` replaces them all. */
export function fixedPolicies(
  values: Readonly<Record<string, string>> = {},
  options: { readonly hasServerCalendar?: boolean } = {},
): FixedPolicies {
  const listeners = new Set<(configuration: EffectiveConfiguration) => void>();
  const read = (given: Readonly<Record<string, string>>) =>
    effectiveConfiguration({
      'group-file': Object.entries(given).map(([name, value]) => ({ name, section: '', value })),
    });
  let configuration = read(values);
  return {
    current: () => configuration,
    hasServerCalendar: () => options.hasServerCalendar === true,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(given) {
      configuration = read(given);
      for (const listener of listeners) listener(configuration);
    },
  };
}
