import type { SeenCertificate } from '../../shared/domain/service-test.ts';
import type { TextRef } from '../../shared/domain/text-ref.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { RequestCall } from './im-presence.port.ts';
import type { SipTransport } from './sip.port.ts';
import type { XmppTarget } from './xmpp.port.ts';

/** What to say hello to. */
export type GreetTarget =
  /** A stream is opened up to the server's features (RFC 6120 section 4.3.2). */
  | { readonly kind: 'xmpp'; readonly domain: string; readonly target: XmppTarget }
  /** OPTIONS (RFC 3261 section 11) from an address of record, without its scheme. */
  | {
      readonly kind: 'sip';
      readonly aor: string;
      readonly registrar: { readonly host: string; readonly port: number; readonly transport: SipTransport };
    }
  /** UDS of Unified CM says its version to anybody (cisco-uc 1.3). */
  | { readonly kind: 'uds'; readonly host: string; readonly port: number }
  /** A page that need not be there for us; anything but "no such page" will do, and that too where it `mayBeMissing`. */
  | { readonly kind: 'page'; readonly url: string; readonly mayBeMissing?: true }
  /** The global configuration file, by HTTP or TFTP; that a server has none is an answer too. */
  | { readonly kind: 'files'; readonly server: string }
  /** Nothing but a connection. */
  | { readonly kind: 'connection'; readonly host: string; readonly port: number };

export interface Greeted {
  /** What was answered, in words. Failures: those of the protocol and of the connection. */
  readonly result: Result<TextRef>;
  readonly certificate?: SeenCertificate;
}

/** Tries servers for the Test buttons: shows no password, signs nobody in, asks nobody, accepts no certificate. */
export interface Greeter {
  greet(target: GreetTarget, call: RequestCall): Promise<Greeted>;
}
