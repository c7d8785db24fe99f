import { createHash } from 'node:crypto';
import type { DtlsHash, RemoteDtls } from '../../engines/sdp/dtls-line.ts';
import type { DtlsEndpoint, DtlsIdentity } from '../loopback/dtls-endpoint.ts';
import { createDtlsEndpoint } from '../loopback/dtls-endpoint.ts';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp-stream.ts';
import type { Source } from './source-watch.ts';

const HASH: Readonly<Record<DtlsHash, string>> = {
  'sha-1': 'sha1',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
};

/** RFC 7983: the first byte tells a handshake from a stream. */
export const isDtls = (packet: Buffer): boolean => (packet[0] ?? 0) >= 20 && (packet[0] ?? 0) < 64;

/**
 * Keys of one socket of the far leg by DTLS (RFC 5764), without ICE. We wait for the far end to begin; nothing is sealed or opened before its
 * certificate is the one that signalling named.
 */
export class FarDtls {
  sender: SrtpSender | undefined;
  receiver: SrtpReceiver | undefined;
  readonly #endpoint: DtlsEndpoint;
  /** Where its packets come from: the certificate proves it, not the address. */
  #source: Source | undefined;

  constructor(identity: DtlsIdentity, remote: RemoteDtls, send: (packet: Buffer, to: Source) => void) {
    this.#endpoint = createDtlsEndpoint(
      identity,
      {
        send: (packet) => void (this.#source && send(packet, this.#source)),
        onKeys: (keys) => {
          if (fingerprintOf(keys.peerCertificate, remote.hash) !== remote.fingerprint) return this.close();
          this.sender = new SrtpSender(keys.send);
          this.receiver = new SrtpReceiver(keys.receive);
        },
        // No sound then; the watch over what is received tells.
        onFailure: () => undefined,
        onClose: () => undefined,
      },
      ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_128_GCM'],
    );
  }

  receive(packet: Buffer, source: Source): void {
    // Whoever has proven to be the far end is not interrupted by others.
    if (this.sender && (source.port !== this.#source?.port || source.address !== this.#source.address))
      return;
    this.#source = { address: source.address, port: source.port };
    this.#endpoint.receive(packet);
  }

  close(): void {
    this.#endpoint.close();
  }
}

function fingerprintOf(certificate: Buffer, hash: DtlsHash): string {
  const hex = createHash(HASH[hash]).update(certificate).digest('hex').toUpperCase();
  return (hex.match(/../g) ?? []).join(':');
}
