import { createHash, randomBytes } from 'node:crypto';
import { CipherContext, DtlsClient, HashAlgorithm, SignatureAlgorithm } from 'werift';
import { parseSdp } from '../../src/main/engines/sdp/parse-sdp.ts';
import { attributeValue } from '../../src/main/engines/sdp/session-description.ts';
import {
  buildStun,
  readStun,
  stunAttributes,
  stunTypes,
} from '../../src/main/gateway/loopback/stun-message.ts';
import { bindUdp } from '../../src/main/gateway/rtp/udp.ts';
import { SrtpReceiver, SrtpSender } from '../../src/main/gateway/srtp/srtp-stream.ts';
import { unwrap } from '../../src/shared/errors/result.ts';

/** What a browser would do at the other end of the loopback, reduced to ICE checks, a DTLS handshake and SRTP. */
export interface LoopbackRenderer {
  readonly port: number;
  /** The SDP answer; parts of it can be forged. */
  answer(forged?: { readonly ufrag?: string; readonly fingerprint?: string }): string;
  /** Sends a nominating check; resolves whether it was answered within 200 ms. */
  check(claimedUfrag?: string): Promise<boolean>;
  /** Runs the handshake to its end. */
  handshake(): Promise<void>;
  sendRtp(packet: Buffer): void;
  /** Clear RTP packets that came. */
  readonly received: Buffer[];
  /** Sends bytes as they are. */
  sendRaw(packet: Buffer): void;
  close(): void;
}

const host = '127.0.0.1';
const signatureHash = { hash: HashAlgorithm.sha256_4, signature: SignatureAlgorithm.ecdsa_3 } as const;

/** `onRtp` hears of each clear RTP packet at once; then `received` stays empty. */
export async function startLoopbackRenderer(
  offer: string,
  onRtp?: (packet: Buffer) => void,
): Promise<LoopbackRenderer> {
  const [audio] = unwrap(parseSdp(offer)).media;
  if (!audio) throw new Error('no audio line');
  const socket = await bindUdp({ address: host, port: 0 });
  const ufrag = 'peer';
  const keys = await CipherContext.createSelfSignedCertificateWithKey(signatureHash);
  const der = Buffer.from(keys.certPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const fingerprint = (createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g) ?? []).join(
    ':',
  );
  const send = (packet: Buffer): void => socket.send(packet, audio.port, host);
  const transport = {
    type: 'udp',
    address: socket.address(),
    closed: false,
    onData: (_packet: Buffer, _source: readonly [string, number]): void => undefined,
    send: async (packet: Buffer): Promise<void> => send(packet),
    close: async (): Promise<void> => undefined,
  };
  const client = new DtlsClient({
    transport,
    cert: keys.certPem,
    key: keys.keyPem,
    signatureHash,
    srtpProfiles: [7],
    extendedMasterSecret: true,
  });
  const received: Buffer[] = [];
  const responses = new Set<string>();
  let sender: SrtpSender | undefined;
  let receiver: SrtpReceiver | undefined;
  socket.on('message', (packet, source) => {
    const first = packet[0] ?? 0;
    const response = first < 4 ? readStun(packet) : undefined;
    if (response?.type === stunTypes.bindingSuccess) responses.add(response.transactionId.toString('hex'));
    if (first >= 20 && first < 64) transport.onData(packet, [source.address, source.port]);
    const clear = first >= 128 ? receiver?.unprotectRtp(packet) : undefined;
    if (clear) (onRtp ?? ((packet) => void received.push(packet)))(clear);
  });
  return {
    port: socket.address().port,
    received,
    answer: (forged = {}) =>
      [
        'v=0',
        'o=- 1 1 IN IP4 127.0.0.1',
        's=-',
        't=0 0',
        `m=audio 9 UDP/TLS/RTP/SAVPF ${audio.formats.join(' ')}`,
        `a=ice-ufrag:${forged.ufrag ?? ufrag}`,
        'a=ice-pwd:0123456789012345678901',
        `a=fingerprint:sha-256 ${forged.fingerprint ?? fingerprint}`,
        'a=setup:active',
        'a=rtcp-mux',
        '',
      ].join('\r\n'),
    async check(claimed = ufrag) {
      const id = randomBytes(12);
      const username = Buffer.from(`${attributeValue(audio, 'ice-ufrag')}:${claimed}`);
      const attributes = [
        [stunAttributes.username, username],
        [stunAttributes.useCandidate, Buffer.alloc(0)],
      ] as const;
      send(buildStun(stunTypes.bindingRequest, id, attributes, attributeValue(audio, 'ice-pwd') ?? ''));
      const end = performance.now() + 200;
      while (performance.now() < end && !responses.has(id.toString('hex')))
        await new Promise((resolve) => setTimeout(resolve, 5));
      return responses.has(id.toString('hex'));
    },
    async handshake() {
      const done = new Promise<void>((resolve) => {
        client.onConnect.subscribe(() => resolve());
      });
      void client.connect();
      await done;
      const material = client.extractSessionKeys(16, 12);
      sender = new SrtpSender({
        suite: 'AEAD_AES_128_GCM',
        key: material.localKey,
        salt: material.localSalt,
      });
      receiver = new SrtpReceiver({
        suite: 'AEAD_AES_128_GCM',
        key: material.remoteKey,
        salt: material.remoteSalt,
      });
    },
    sendRtp(packet) {
      const sealed = sender?.protectRtp(packet);
      if (sealed) send(sealed);
    },
    sendRaw: send,
    close: () => socket.close(),
  };
}
