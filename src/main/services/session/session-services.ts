import type { IceSettings } from '../../../shared/domain/call.ts';
import type { DialRule } from '../../../shared/domain/dial-rule.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { LdapSettings } from '../../ports/ldap-settings.port.ts';
import type { PhoneSettingsAccount } from '../../ports/phone-settings.port.ts';
import type { SipAccount } from '../../ports/sip.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { XmppAccount } from '../../ports/xmpp.port.ts';
import type { MailboxAccount } from '../voicemail/create-voicemail.service.ts';

/** How a service was reached. */
export interface Started {
  /** Host, or `host:port`, for the checklist. */
  readonly server: string;
}

export interface PhoneOptions {
  /** Media port range of the SIP profile (V5). */
  readonly mediaPorts?: { readonly start: number; readonly stop: number };
  /** Voice goes over the open network to an edge: never in the clear (cisco-uc 9.4). */
  readonly needsEncryption?: boolean;
  /** A Unified CM stands behind the phone: it parks, diverts, records and joins calls (cisco-uc 13.1). */
  readonly hasSoftkeys?: boolean;
  /** Where the person's own settings of the phone are (V14). */
  readonly settings?: PhoneSettingsAccount;
  /** For far ends that speak ICE and DTLS-SRTP themselves. */
  readonly ice?: IceSettings;
  /** What numbers are made of before they are dialled (V6). */
  readonly dialRules?: readonly DialRule[];
}

export interface DirectoryAccount {
  /** Base URLs of UDS, best first. */
  readonly servers: readonly string[];
  /** Asked in place of UDS. */
  readonly ldap?: LdapSettings;
  /** Numbers go through them before they are looked up (C4). */
  readonly lookupRules?: readonly DialRule[];
  readonly username: string;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
  /** Domain of the addresses that user names get (A12). */
  readonly addressDomain?: string;
  /** The person's own directory URI (A12). */
  readonly directoryUri?: string;
}

/**
 * What signing in starts and signing out stops; compose.ts gives it, over the chat, contacts, calls and directory services.
 * The result of a start is that of the first attempt; a service that failed for a passing reason goes on by itself until it
 * is stopped. Stopping what doesn't run does nothing.
 */
export interface SessionServices {
  /** Hands the identity's store to every service and publishes what it holds; before any start. */
  open(identity: IdentityStore, address: string): Promise<void>;
  startChat(account: XmppAccount, span: Span): Promise<Result<Started>>;
  stopChat(): Promise<void>;
  startPhone(account: SipAccount, options: PhoneOptions, span: Span): Promise<Result<Started>>;
  stopPhone(): Promise<void>;
  startDirectory(account: DirectoryAccount, span: Span): Promise<Result<Started>>;
  stopDirectory(): Promise<void>;
  /** Lists the mailbox, or notes only its number where no server is named: then voicemail.unavailable. */
  startVoicemail(account: MailboxAccount, span: Span): Promise<Result<Started>>;
  stopVoicemail(): Promise<void>;
  /** Takes everything of the identity off the screen and lets go of its store; services were stopped before. */
  close(): Promise<void>;
  /** Stands still until the person acts; false where it runs, tries again by itself, or was never started. */
  isStopped(service: 'chat' | 'phone'): boolean;
  /** The network changed or the machine woke. */
  nudge(): void;
  /** A service stands, at its start or again. Returns the unsubscribe function. */
  onOnline(listener: (service: 'chat' | 'phone', started: Started) => void): () => void;
  /** A service that stood lost its server and tries again by itself. Returns the unsubscribe function. */
  onLost(listener: () => void): () => void;
  /** A running service was refused with `auth.wrong-password` after its start. Returns the unsubscribe function. */
  onRefused(listener: (service: 'chat' | 'phone', error: Failure) => void): () => void;
}
