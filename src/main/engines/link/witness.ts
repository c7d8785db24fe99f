import type { TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { SeenCertificate } from '../../../shared/domain/service-test.ts';
import type { Trust } from '../../ports/trust.port.ts';
import { createDialer, type Dialer, type DialerPorts } from './dialer.ts';

/** A dialler that remembers the certificate it met last, and tells nobody of one that was refused. */
export interface Witness {
  readonly dialer: Dialer;
  certificate(): SeenCertificate | undefined;
}

/** With TLS sessions of its own: a resumed one would show no certificate. */
export function createWitness(ports: DialerPorts): Witness {
  let seen: SeenCertificate | undefined;
  const trust: Trust = {
    authorities: () => ports.trust.authorities(),
    isPinned: (host, fingerprint) => ports.trust.isPinned(host, fingerprint),
    report: ({ subject, issuer, validTo, fingerprint }) => {
      seen = { subject, issuer, validTo, fingerprint, isTrusted: false };
    },
  };
  const plain = createDialer({ ...ports, trust });
  const note = (socket: object): void => {
    const raw =
      'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate(true)?.raw : undefined;
    if (raw === undefined) return;
    const { subject, issuer, validTo, fingerprint256 } = new X509Certificate(raw);
    seen = {
      subject: flat(subject),
      issuer: flat(issuer),
      validTo,
      fingerprint: fingerprint256,
      isTrusted: true,
    };
  };
  const dialer: Dialer = {
    connect: (async (request) => {
      const connected = await plain.connect(request);
      if (connected.ok) note(connected.value);
      return connected;
    }) as Dialer['connect'],
    upgrade: async (socket, request) => {
      const upgraded = await plain.upgrade(socket, request);
      if (upgraded.ok) note(upgraded.value);
      return upgraded;
    },
  };
  return { dialer, certificate: () => seen };
}

/** Node writes a name's parts on a line each. */
const flat = (name: string): string => name.split('\n').join(', ');
