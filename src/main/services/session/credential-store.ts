import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { readTokenRecord, type TokenRecord } from '../authentication/token-record.ts';

/**
 * Passwords that the person asked to be remembered, and tokens: sealed by the machine, one of each an address. They never
 * leave main.
 */
export interface CredentialStore {
  /** `undefined` when none is remembered. Failures are those of the Secrets port. */
  get(address: string): Promise<Result<string | undefined>>;
  set(address: string, password: string): Promise<Result<void>>;
  tokens(address: string): Promise<Result<TokenRecord | undefined>>;
  setTokens(address: string, record: TokenRecord): Promise<Result<void>>;
  forgetTokens(address: string): Promise<void>;
  /** Password and tokens (A11). */
  forget(address: string): Promise<void>;
  forgetAll(): Promise<void>;
}

const PASSWORD = 'credential:';
const TOKENS = 'tokens:';

export function createCredentialStore(store: KeyValueStore, secrets: Secrets): CredentialStore {
  const get = async (key: string): Promise<Result<string | undefined>> => {
    const text = await store.get(key);
    const sealed = text === undefined ? undefined : fromBase64(text);
    if (!sealed) return ok(undefined);
    const opened = await secrets.open(sealed);
    if (!opened.ok) return opened;
    const secret = new TextDecoder().decode(opened.value.plain);
    if (opened.value.reseal) await set(key, secret);
    return ok(secret);
  };
  const set = async (key: string, secret: string): Promise<Result<void>> => {
    const sealed = await secrets.seal(new TextEncoder().encode(secret));
    if (!sealed.ok) return sealed;
    await store.set(key, toBase64(sealed.value));
    return ok();
  };
  return {
    get: (address) => get(PASSWORD + address),
    set: (address, password) => set(PASSWORD + address, password),
    async tokens(address) {
      const text = await get(TOKENS + address);
      return text.ok ? ok(text.value === undefined ? undefined : readTokenRecord(text.value)) : text;
    },
    setTokens: (address, record) => set(TOKENS + address, JSON.stringify(record)),
    forgetTokens: (address) => store.delete(TOKENS + address),
    async forget(address) {
      await Promise.all([store.delete(PASSWORD + address), store.delete(TOKENS + address)]);
    },
    async forgetAll() {
      for (const prefix of [PASSWORD, TOKENS])
        for (const { key } of await store.list(prefix)) await store.delete(key);
    },
  };
}

/** A remembered password, or nothing when it cannot be had: then the person is asked. */
export async function recall(credentials: CredentialStore, address: string): Promise<string | undefined> {
  const found = await credentials.get(address).catch(() => fail('storage.unavailable'));
  return found.ok ? found.value : undefined;
}

/** Remembered tokens, likewise. */
export async function recallTokens(
  credentials: CredentialStore,
  address: string,
): Promise<TokenRecord | undefined> {
  const found = await credentials.tokens(address).catch(() => fail('storage.unavailable'));
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
