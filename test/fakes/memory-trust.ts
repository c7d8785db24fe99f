import type { Trust, UntrustedCertificate } from '../../src/main/ports/trust.port.ts';

/** The Trust port in memory: pins can be added, reports are kept. */
export interface MemoryTrust extends Trust {
  readonly reports: readonly UntrustedCertificate[];
  pin(host: string, fingerprint: string): void;
}

export function memoryTrust(...authorities: readonly string[]): MemoryTrust {
  const pins = new Set<string>();
  const reports: UntrustedCertificate[] = [];
  return {
    reports,
    authorities: () => authorities,
    isPinned: (host, fingerprint) => pins.has(`${host} ${fingerprint}`),
    report: (certificate) => void reports.push(certificate),
    pin: (host, fingerprint) => void pins.add(`${host} ${fingerprint}`),
  };
}
