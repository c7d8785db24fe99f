import {
  type EffectiveConfiguration,
  effectiveConfiguration,
} from '../../src/shared/deployment/effective-configuration.ts';
import type { Policies } from '../../src/main/ports/policies.port.ts';

export interface FixedPolicies extends Policies {
  /** `fixed`: those of the system's policies. */
  set(values: Readonly<Record<string, string>>, fixed?: Readonly<Record<string, string>>): void;
}

/** An administrator's decisions by parameter name; `set` replaces them all. */
export function fixedPolicies(
  values: Readonly<Record<string, string>> = {},
  options: { readonly hasServerCalendar?: boolean } = {},
): FixedPolicies {
  const listeners = new Set<(configuration: EffectiveConfiguration) => void>();
  const rows = (given: Readonly<Record<string, string>>) =>
    Object.entries(given).map(([name, value]) => ({ name, section: '', value }));
  const read = (given: Readonly<Record<string, string>>, fixed: Readonly<Record<string, string>> = {}) =>
    effectiveConfiguration({ 'group-file': rows(given), policy: rows(fixed) });
  let configuration = read(values);
  return {
    current: () => configuration,
    hasServerCalendar: () => options.hasServerCalendar === true,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(given, fixed) {
      configuration = read(given, fixed);
      for (const listener of listeners) listener(configuration);
    },
  };
}
