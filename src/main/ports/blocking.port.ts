import type { Result } from '../../shared/errors/result.ts';

/** Whom the person's server keeps away (XEP-0191). */
export interface Blocking {
  /** The whole list, bare addresses and domains. xmpp.stanza: the server knows no such thing. */
  list(): Promise<Result<readonly string[]>>;
  set(address: string, isBlocked: boolean): Promise<Result<void>>;
  /** Another device of the person's changed it; `addresses` empty with `isBlocked` false: all are let in again. */
  onChange(
    listener: (change: { readonly addresses: readonly string[]; readonly isBlocked: boolean }) => void,
  ): () => void;
}
