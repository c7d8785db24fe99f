import type { Result } from '../../shared/errors/result.ts';

/** A picture whose type was read off its bytes. */
export interface Picture {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes in hex. */
  readonly hash: string;
}

/** Pictures by web address, as an administrator names them. */
export interface Pictures {
  /**
   * Fetched without any credentials; nothing is fetched from an address that is not http or https. `undefined`: there is none, or
   * what there is is no picture. Failures: net.*, tls.*, http.*, app.cancelled.
   */
  fetch(address: string, signal: AbortSignal): Promise<Result<Picture | undefined>>;
}
