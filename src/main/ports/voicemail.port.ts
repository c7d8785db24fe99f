import type { Voicemail } from '../../shared/domain/voicemail.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { TokenSource } from './credentials.port.ts';

export interface VoicemailAccount {
  /** Base URLs of the message interface, `https://host:port/vmrest`, best first (A9). */
  readonly servers: readonly string[];
  readonly username: string;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
}

/** A message as the server lists it. */
export type ListedVoicemail = Omit<Voicemail, 'isDeleted'>;

export interface MailboxList {
  /** Host that answered. */
  readonly server: string;
  readonly messages: readonly ListedVoicemail[];
}

export interface OutgoingVoicemail {
  /** Extensions or mail addresses. */
  readonly to: readonly string[];
  readonly subject: string;
  /** RIFF WAVE; absent only where another message is forwarded. */
  readonly sound?: Uint8Array;
  /** The message that is passed on. */
  readonly forwards?: string;
  readonly isUrgent: boolean;
  readonly isPrivate: boolean;
}

/**
 * Unity Connection's message interface (cisco-uc 11). Reading asks one server after the other; a change goes to the server
 * that answered last, then to the others; said twice it makes no difference. Failures: auth.wrong-password, auth.token-refused, auth.locked, net.*, tls.*,
 * http.*, voicemail.no-sound, app.cancelled.
 */
export interface VoicemailServer {
  list(
    account: VoicemailAccount,
    folder: 'inbox' | 'deleted',
    signal: AbortSignal,
  ): Promise<Result<MailboxList>>;
  sound(
    account: VoicemailAccount,
    id: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly type: string; readonly bytes: Uint8Array }>>;
  setRead(account: VoicemailAccount, id: string, isRead: boolean, signal: AbortSignal): Promise<Result<void>>;
  remove(account: VoicemailAccount, id: string, signal: AbortSignal): Promise<Result<void>>;
  /** Asked of one server and once, because twice would be two messages. Failure besides: voicemail.not-taken. */
  send(account: VoicemailAccount, message: OutgoingVoicemail, signal: AbortSignal): Promise<Result<void>>;
  restore(account: VoicemailAccount, id: string, signal: AbortSignal): Promise<Result<void>>;
  /**
   * Calls `onChange` whenever the server says that the mailbox changed; settles when it can no longer tell, `ok` where it
   * never could (its event service is off). Ends with the signal.
   */
  watch(account: VoicemailAccount, onChange: () => void, signal: AbortSignal): Promise<Result<void>>;
}
