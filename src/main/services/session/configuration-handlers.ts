import { findParameter } from '../../../shared/deployment/parameters.ts';
import { reasonWithoutEffect } from '../../../shared/deployment/without-effect.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { ConfigCache } from '../config-cache/create-config-cache.ts';

export type ConfigurationHandlers = Pick<
  Handlers,
  'session/manual-settings' | 'session/set-manual-settings' | 'diagnostics/effective-configuration'
>;

/** Shown in place of passwords: the window and its exports never hold them. */
const HIDDEN = '••••••';
const isSecret = ({ name, value }: { readonly name: string; readonly value: string }): boolean =>
  value !== '' && /password|secret/i.test(name) && !/url/i.test(name);

/** The row as it may be shown: a password's value is dots. */
export function hideSecret<T extends { readonly name: string; readonly value: string }>(row: T): T {
  return isSecret(row) ? { ...row, value: HIDDEN } : row;
}

/** What is set by hand, and what the last sign-in found to be in force (A4): both are the cache's. */
export function createConfigurationHandlers(
  cache: Pick<ConfigCache, 'manual' | 'last' | 'deployment'>,
): ConfigurationHandlers {
  return {
    'session/manual-settings': async () => ok((await cache.manual.get()) ?? { kind: 'automatic' }),
    'session/set-manual-settings': async (settings) => {
      await (settings.kind === 'automatic' ? cache.manual.forget() : cache.manual.set(settings));
      return ok();
    },
    'diagnostics/effective-configuration': async () => {
      const last = await cache.last.get();
      const remembered = last && (await cache.deployment(last.address).get());
      return ok(
        (remembered?.configuration ?? []).map((row) => {
          const reason = reasonWithoutEffect(row.name);
          const hasEffect = findParameter(row.name)?.effect !== undefined;
          return { ...hideSecret(row), hasEffect, ...(reason && { reason }) };
        }),
      );
    },
  };
}
