/** What is known of a certificate that the trust store refused. */
export interface UntrustedCertificate {
  readonly host: string;
  readonly service: string;
  readonly cause:
    | 'unknown-issuer'
    | 'wrong-name'
    | 'expired'
    | 'not-yet-valid'
    | 'revoked'
    | 'changed'
    | 'other';
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, upper-case hex pairs with colons. */
  readonly fingerprint: string;
}

/**
 * What TLS connections ask about trust (A10). Asked after the handshake, before any byte of ours is sent.
 * The dialler fails with `tls.untrusted` when a refused certificate is not pinned, after reporting it here;
 * the certificate service then asks the person and pins, and the caller tries again.
 */
export interface Trust {
  /** PEM texts trusted in addition to the system's store. */
  authorities(): readonly string[];
  isPinned(host: string, fingerprint: string): boolean;
  report(certificate: UntrustedCertificate): void;
}
