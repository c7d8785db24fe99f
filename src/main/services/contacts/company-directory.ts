import { applyDialRules, type DialRule } from '../../../shared/domain/dial-rule.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { LdapSettings } from '../../ports/ldap-settings.port.ts';
import type { DirectoryAccount } from '../session/session-services.ts';

/** A directory that is started for an identity and stopped after it. */
interface StartedDirectory<Account = DirectoryAccount> extends Directory {
  start(account: Account, signal: AbortSignal): Promise<Result<{ readonly server: string }>>;
  stop(): void;
  setOwnAddress(jid: string): void;
}

/** The directory that the deployment says: LDAP where it has settings for it, otherwise UDS (C1, C2). */
export function createCompanyDirectory(
  uds: StartedDirectory,
  ldap: StartedDirectory<DirectoryAccount & { readonly ldap: LdapSettings }>,
): StartedDirectory {
  let chosen: Directory = uds;
  let rules: readonly DialRule[] = [];
  const listeners = new Set<() => void>();
  const stop = (): void => {
    uds.stop();
    ldap.stop();
  };
  return {
    async start(account, signal) {
      stop();
      rules = account.lookupRules ?? [];
      const settings = account.ldap;
      chosen = settings ? ldap : uds;
      const started = await (settings
        ? ldap.start({ ...account, ldap: settings }, signal)
        : uds.start(account, signal));
      if (started.ok && !signal.aborted) for (const listener of listeners) listener();
      return started;
    },
    stop,
    setOwnAddress(jid) {
      uds.setOwnAddress(jid);
      ldap.setOwnAddress(jid);
    },
    search: (text, limit, signal) => chosen.search(text, limit, signal),
    byNumber: (number, signal) =>
      chosen.byNumber(applyDialRules(rules, number.replace(/[\s().\-/]/g, '')), signal),
    byUri: (uri, signal) => chosen.byUri(uri, signal),
    hasPhotos: () => chosen.hasPhotos?.() === true,
    photo: async (address, signal) => chosen.photo?.(address, signal) ?? ok(undefined),
    onReady(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
