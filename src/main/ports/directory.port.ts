import type { Person } from '../../shared/domain/contact.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { Picture } from './pictures.port.ts';

/** The company directory (UDS, LDAP …). Failures: directory.unavailable, app.cancelled. Nobody found is `ok`. */
export interface Directory {
  /** People matching every word, best first, at most `limit`. */
  search(text: string, limit: number, signal?: AbortSignal): Promise<Result<readonly Person[]>>;
  /** The one person with this number, as dialled or as signalled. */
  byNumber(number: string, signal?: AbortSignal): Promise<Result<Person | undefined>>;
  /** By `sip:` URI or XMPP address (without a scheme). */
  byUri(uri: string, signal?: AbortSignal): Promise<Result<Person | undefined>>;
  /** Whether this directory has photos of its own. */
  hasPhotos?(): boolean;
  /** The photo of the person of this address, or where it is. `undefined`: this directory has none of them. */
  photo?(address: string, signal?: AbortSignal): Promise<Result<DirectoryPhoto | undefined>>;
  /** Calls whenever a directory is there. Returns the unsubscribe function. */
  onReady?(listener: () => void): () => void;
}

export type DirectoryPhoto =
  | (Picture & { readonly kind: 'picture' })
  | { readonly kind: 'address'; readonly address: string };
