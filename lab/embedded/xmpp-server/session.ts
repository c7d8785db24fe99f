import type { XmlElement } from '../xml/element.ts';
import type { Account } from './accounts.ts';

/** One connected resource: a client's stream, or a bot living in this process. */
export interface Session {
  readonly account: Account;
  readonly resource: string;
  /** Full address. */
  readonly jid: string;
  /** The last available presence, undefined while unavailable. */
  presence: XmlElement | undefined;
  /** Asked for the roster, so gets pushes and subscription requests (RFC 6121 section 2.1.6). */
  isInterested: boolean;
  hasCarbons: boolean;
  wantsBlockPushes: boolean;
  /** Addresses that got directed presence and must hear when it ends (RFC 6121 section 4.6). */
  readonly directed: Set<string>;
  deliver(stanza: XmlElement): void;
  /** Ends it from the server's side with a stream error. */
  end(condition: string): void;
}

export function priorityOf(session: Session): number {
  const value = Number(session.presence?.childText('priority') ?? 0);
  return Number.isInteger(value) && value >= -128 && value <= 127 ? value : 0;
}

/** Sessions that may get messages for the bare address (RFC 6121 section 8.5.2.1). */
export function isReachable(session: Session): boolean {
  return session.presence !== undefined && priorityOf(session) >= 0;
}
