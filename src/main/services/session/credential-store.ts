import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';

/** Passwords that the person asked to be remembered: sealed by the machine, one an address. They never leave main. */
export interface CredentialStore {
  /** `undefined` when none is remembered. Failures are those of the Secrets port. */
  get(address: string): Promise<Result<string | undefined>>;
  set(address: string, password: string): Promise<Result<void>>;
  forget(address: string): Promise<void>;
  forgetAll(): Promise<void>;
}

const PREFIX = 'credential:';

export function createCredentialStore(store: KeyValueStore, secrets: Secrets): CredentialStore {
  const credentials: CredentialStore = {
    async get(address) {
      const text = await store.get(PREFIX + address);
      const sealed = text === undefined ? undefined : fromBase64(text);
      if (!sealed) return ok(undefined);
      const opened = await secrets.open(sealed);
      if (!opened.ok) return opened;
      const password = new TextDecoder().decode(opened.value.plain);
      if (opened.value.reseal) await credentials.set(address, password);
      return ok(password);
    },
    async set(address, password) {
      const sealed = await secrets.seal(new TextEncoder().encode(password));
      if (!sealed.ok) return sealed;
      await store.set(PREFIX + address, toBase64(sealed.value));
      return ok();
    },
    forget: (address) => store.delete(PREFIX + address),
    async forgetAll() {
      for (const { key } of await store.list(PREFIX)) await store.delete(key);
    },
  };
  return credentials;
}

/** A remembered password, or nothing when it cannot be had: then the person is asked. */
export async function recall(credentials: CredentialStore, address: string): Promise<string | undefined> {
  const found = await credentials.get(address).catch(() => fail('storage.unavailable'));
  return found.ok ? found.value : undefined;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}
