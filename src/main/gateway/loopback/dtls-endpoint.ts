import { createHash } from 'node:crypto';
import { CipherContext, DtlsServer, HashAlgorithm, SignatureAlgorithm } from 'werift';
import type { MasterKey } from '../srtp/key-derivation.ts';
import type { HandshakeMessage } from './dtls-proof.ts';
import { findProofFlaw } from './dtls-proof.ts';

/** The certificate we show on the loopback; one for the life of the gateway process. */
export interface DtlsIdentity {
  readonly certPem: string;
  readonly keyPem: string;
  /** SHA-256 over the DER, in SDP's form: upper-case hex with colons. */
  readonly fingerprint: string;
}

/** What a finished handshake gives. Nothing may be sent with the keys before the fingerprint is that of the answer. */
export interface DtlsKeys {
  readonly peerFingerprint: string;
  /** DER. */
  readonly peerCertificate: Buffer;
  readonly send: MasterKey;
  readonly receive: MasterKey;
}

export interface DtlsHandlers {
  readonly send: (packet: Buffer) => void;
  readonly onKeys: (keys: DtlsKeys) => void;
  /** The handshake failed or proved nothing; the endpoint is of no more use. */
  readonly onFailure: (detail: string) => void;
  /** The peer said goodbye. */
  readonly onClose: () => void;
}

export interface DtlsEndpoint {
  receive(packet: Buffer): void;
  close(): void;
}

/** By their numbers (RFC 5764 section 4.1.2, RFC 7714 section 14.2), with the bytes of key and salt. */
const srtpProfiles = {
  AEAD_AES_128_GCM: { number: 0x0007, key: 16, salt: 12 },
  AES_CM_128_HMAC_SHA1_80: { number: 0x0001, key: 16, salt: 14 },
} as const;
type DtlsSuite = keyof typeof srtpProfiles;
/** The cheapest to compute in Node. */
const fastest: readonly DtlsSuite[] = ['AEAD_AES_128_GCM'];
const signatureHash = { hash: HashAlgorithm.sha256_4, signature: SignatureAlgorithm.ecdsa_3 } as const;
/** A handshake takes about ten packets; what comes far beyond isn't one. */
const maxHandshakePackets = 200;
const handshakeRecord = 22;
const clientHello = 1;

export async function createDtlsIdentity(): Promise<DtlsIdentity> {
  const { certPem, keyPem } = await CipherContext.createSelfSignedCertificateWithKey(signatureHash);
  const der = Buffer.from(certPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return { certPem, keyPem, fingerprint: fingerprintOf(der) };
}

/** The server half of a DTLS 1.2 handshake (RFC 5764), for its SRTP keys only: no application data passes. */
export function createDtlsEndpoint(
  identity: DtlsIdentity,
  handlers: DtlsHandlers,
  suites: readonly DtlsSuite[] = fastest,
): DtlsEndpoint {
  let state: 'handshaking' | 'connected' | 'closed' = 'handshaking';
  let packets = 0;
  const transport = createTransport((packet) => {
    if (state !== 'closed') handlers.send(packet);
  });
  const server = new DtlsServer({
    transport,
    cert: identity.certPem,
    key: identity.keyPem,
    signatureHash,
    srtpProfiles: suites.map((suite) => srtpProfiles[suite].number),
    certificateRequest: true,
    extendedMasterSecret: true,
  });
  const end = (report: () => void) => {
    if (state === 'closed') return;
    state = 'closed';
    report();
  };
  server.onConnect.subscribe(() => {
    if (state !== 'handshaking') return;
    state = 'connected';
    const suite = suites.find((each) => srtpProfiles[each].number === server.srtp.srtpProfile);
    const flaw = suite ? flawOf(server) : 'no SRTP profile in common';
    if (!suite || flaw !== undefined) return end(() => handlers.onFailure(flaw ?? ''));
    handlers.onKeys(readKeys(server, suite));
  });
  server.onError.subscribe((error) =>
    end(() => handlers.onFailure(error instanceof Error ? error.message : String(error))),
  );
  server.onClose.subscribe(() => end(handlers.onClose));
  return {
    receive(packet) {
      packets += 1;
      if (state === 'closed' || (state === 'handshaking' && packets > maxHandshakePackets)) return;
      // A new hello after the handshake would make the library start over in clear text: never wanted here.
      if (state === 'connected' && packet[0] === handshakeRecord && packet[13] === clientHello) return;
      try {
        transport.onData(packet, transport.peer);
      } catch {
        // A record that can't be read is dropped, as RFC 6347 section 4.1.2.7 wants.
      }
    },
    close: () => {
      state = 'closed';
    },
  };
}

function createTransport(send: (packet: Buffer) => void) {
  const peer: readonly [string, number] = ['127.0.0.1', 0];
  return {
    type: 'udp',
    address: { address: '127.0.0.1', family: 'IPv4', port: 0 },
    closed: false,
    peer,
    onData: (_packet: Buffer, _peer: readonly [string, number]): void => undefined,
    send: (packet: Buffer): Promise<void> => {
      send(packet);
      return Promise.resolve();
    },
    close: (): Promise<void> => Promise.resolve(),
  };
}

function flawOf(server: DtlsServer): string | undefined {
  const { remoteCertificate, masterSecret } = server.cipher;
  if (!remoteCertificate || !masterSecret) return 'no client certificate';
  const transcript: HandshakeMessage[] = server.dtls.sortedHandshakeCache.map((message) => ({
    type: message.msg_type,
    bytes: message.serialize(),
  }));
  return findProofFlaw({ transcript, masterSecret, certificate: remoteCertificate });
}

function readKeys(server: DtlsServer, suite: DtlsSuite): DtlsKeys {
  const { key, salt } = srtpProfiles[suite];
  const keys = server.extractSessionKeys(key, salt);
  const peerCertificate = server.remoteCertificate ?? Buffer.alloc(0);
  return {
    peerCertificate,
    peerFingerprint: fingerprintOf(peerCertificate),
    send: { suite, key: keys.localKey, salt: keys.localSalt },
    receive: { suite, key: keys.remoteKey, salt: keys.remoteSalt },
  };
}

function fingerprintOf(der: Buffer): string {
  const hash = createHash('sha256').update(der).digest('hex').toUpperCase();
  return (hash.match(/../g) ?? []).join(':');
}
