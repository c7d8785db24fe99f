import * as z from 'zod/mini';
import type { Failure } from '../../../shared/errors/result.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import type { Trust, UntrustedCertificate } from '../../ports/trust.port.ts';
import { createRemembered } from '../config-cache/remembered.ts';
import type { CertificatePolicy } from './certificate-policy.ts';

export interface CertificatesPorts {
  readonly store: KeyValueStore;
  readonly prompter: Prompter;
  readonly log: Log;
  /** PEM texts trusted beside the system's store (an enterprise CA, an account file's `ca`). */
  readonly authorities: readonly string[];
}

/** Trust of all connections, and the person's say in it (A10). */
export interface Certificates {
  readonly trust: Trust;
  /** Reads the pins; before any connection. */
  load(): Promise<void>;
  /** What the configuration says from now on; `prompt` until then. */
  obey(policy: CertificatePolicy): void;
  /**
   * Shows the certificate behind a `tls.untrusted` failure. `true`: it was accepted and pinned to its host, try again.
   * One question a certificate and attempt (`signal`), however many services ask. False also for other failures.
   */
  review(error: Failure, signal: AbortSignal): Promise<boolean>;
  forgetPins(): Promise<void>;
}

const pinsSchema = z.record(z.string(), z.readonly(z.array(z.string())));

export function createCertificates(ports: CertificatesPorts): Certificates {
  return new CertificateReview(ports);
}

class CertificateReview implements Certificates {
  readonly trust: Trust;
  private readonly ports: CertificatesPorts;
  private readonly remembered;
  private policy: CertificatePolicy = 'prompt';
  private pins = new Map<string, readonly string[]>();
  /** Accepted for as long as the app runs. */
  private sessionPins = new Map<string, readonly string[]>();
  private readonly reported = new Map<string, UntrustedCertificate>();
  private readonly asked = new Map<string, Promise<boolean>>();
  /** What the person refused, by the attempt that asked: it is not asked again for the next service of the same host. */
  private readonly refused = new WeakMap<AbortSignal, Set<string>>();

  constructor(ports: CertificatesPorts) {
    this.ports = ports;
    this.remembered = createRemembered({
      store: ports.store,
      log: ports.log,
      key: 'pins',
      version: 1,
      schema: pinsSchema,
    });
    this.trust = {
      authorities: () => ports.authorities,
      isPinned: (host, fingerprint) => this.isAccepted(host.toLowerCase(), fingerprint),
      report: (certificate) => {
        this.reported.set(certificate.host.toLowerCase(), certificate);
        const { host, service, cause } = certificate;
        ports.log.warn('untrusted certificate', { host, service, cause });
      },
    };
  }

  async load(): Promise<void> {
    this.pins = new Map(Object.entries((await this.remembered.get()) ?? {}));
  }

  obey(policy: CertificatePolicy): void {
    this.policy = policy;
  }

  review(error: Failure, signal: AbortSignal): Promise<boolean> {
    const host = String(error.params?.['host'] ?? '').toLowerCase();
    const certificate = error.code === 'tls.untrusted' ? this.reported.get(host) : undefined;
    if (!certificate || certificate.fingerprint === '') return Promise.resolve(false);
    const key = `${host} ${certificate.fingerprint}`;
    const running = this.asked.get(key);
    if (running) return running;
    const refused = this.refused.get(signal) ?? new Set();
    this.refused.set(signal, refused);
    if (refused.has(key)) return Promise.resolve(false);
    const question = this.ask(certificate, signal)
      .then((isAccepted) => {
        if (!isAccepted) refused.add(key);
        return isAccepted;
      })
      .finally(() => this.asked.delete(key));
    this.asked.set(key, question);
    return question;
  }

  async forgetPins(): Promise<void> {
    this.pins.clear();
    this.sessionPins.clear();
    await this.remembered.forget();
  }

  /** What was accepted before the organisation forbade it counts no more. */
  private isAccepted(host: string, fingerprint: string): boolean {
    if (this.policy === 'reject') return false;
    const lasting = this.policy === 'prompt' ? (this.pins.get(host) ?? []) : [];
    return [...lasting, ...(this.sessionPins.get(host) ?? [])].includes(fingerprint);
  }

  private async ask(certificate: UntrustedCertificate, signal: AbortSignal): Promise<boolean> {
    // Accepted by another service meanwhile.
    if (this.trust.isPinned(certificate.host, certificate.fingerprint)) return true;
    // A revoked one is refused whatever the person says: the issuer has withdrawn it.
    const canAccept = this.policy !== 'reject' && certificate.cause !== 'revoked';
    // Of the same service: chat and phone of one domain are often two servers with two certificates.
    const key = serviceKey(certificate);
    const isChanged = this.pins.has(key) || this.sessionPins.has(key);
    const cause = isChanged ? 'changed' : certificate.cause;
    const isAccepted = await this.ports.prompter.ask(
      {
        kind: 'certificate',
        ...certificate,
        cause,
        canAccept,
        ...(this.policy === 'prompt-per-session' && { lasts: 'session' as const }),
      },
      signal,
    );
    if (!isAccepted || !canAccept) return false;
    await this.pin(certificate);
    return true;
  }

  private async pin(certificate: UntrustedCertificate): Promise<void> {
    const { host, fingerprint } = certificate;
    const isLasting = this.policy === 'prompt';
    const pins = isLasting ? this.pins : this.sessionPins;
    for (const key of [host.toLowerCase(), serviceKey(certificate)])
      pins.set(key, [...(pins.get(key) ?? []), fingerprint]);
    if (isLasting) await this.remembered.set(Object.fromEntries(pins));
    this.ports.log.info('certificate accepted by the person', { host, isLasting });
  }
}

/** No host's name has a blank. */
const serviceKey = ({ service, host }: UntrustedCertificate): string => `${service} ${host.toLowerCase()}`;
