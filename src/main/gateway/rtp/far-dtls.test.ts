import { createHash } from 'node:crypto';
import { CipherContext, DtlsClient, HashAlgorithm, SignatureAlgorithm } from 'werift';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { createDtlsIdentity } from '../loopback/dtls-endpoint.ts';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp-stream.ts';
import { bindPortPair } from './port-pair.ts';
import { RtpLeg } from './rtp-leg.ts';
import { bindUdp } from './udp.ts';

const host = '127.0.0.1';
const signatureHash = { hash: HashAlgorithm.sha256_4, signature: SignatureAlgorithm.ecdsa_3 } as const;
const identity = createDtlsIdentity();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const rtp = (sequence: number): Buffer => {
  const packet = Buffer.alloc(172, 7);
  packet.writeUInt16BE(0x8000, 0);
  packet.writeUInt16BE(sequence, 2);
  return packet;
};

/** A leg, and a far end that begins the handshake with a certificate of its own. */
async function start(profile: 0x0001 | 0x0007 = 0x0001) {
  const heard: Buffer[] = [];
  const pair = unwrap(await bindPortPair(host, { start: 37_000, stop: 38_999 }, Math.random));
  const leg = new RtpLeg(pair, {
    isLatching: false,
    identity: await identity,
    handlers: { onRtp: (packet) => heard.push(Buffer.from(packet)), onRtcp: () => undefined },
  });
  const socket = await bindUdp({ address: host, port: 0 });
  closing.push(
    () => leg.close(),
    () => socket.close(),
  );
  const certificate = await CipherContext.createSelfSignedCertificateWithKey(signatureHash);
  const der = Buffer.from(certificate.certPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const hex = createHash('sha512').update(der).digest('hex').toUpperCase();
  const fingerprint = (hex.match(/../g) ?? []).join(':');
  const transport = {
    type: 'udp',
    address: socket.address(),
    closed: false,
    onData: (_packet: Buffer, _source: readonly [string, number]): void => undefined,
    send: async (packet: Buffer): Promise<void> => socket.send(packet, leg.rtpPort, host),
    close: async (): Promise<void> => undefined,
  };
  const client = new DtlsClient({
    transport,
    cert: certificate.certPem,
    key: certificate.keyPem,
    signatureHash,
    srtpProfiles: [profile],
    extendedMasterSecret: true,
  });
  const streams: Buffer[] = [];
  socket.on('message', (packet, source) => {
    const isHandshake = (packet[0] ?? 0) < 64;
    if (isHandshake) transport.onData(packet, [source.address, source.port]);
    else streams.push(packet);
  });
  const setRemote = (print = fingerprint): void =>
    leg.setRemote({
      address: host,
      rtpPort: socket.address().port,
      rtcpPort: socket.address().port,
      isRtcpMux: true,
      isNowhere: false,
      dtls: { hash: 'sha-512', fingerprint: print, setup: 'active' },
    });
  const handshake = async () => {
    const done = new Promise<void>((resolve) => client.onConnect.subscribe(() => resolve()));
    void client.connect();
    await done;
    const suite = profile === 1 ? 'AES_CM_128_HMAC_SHA1_80' : 'AEAD_AES_128_GCM';
    const keys = client.extractSessionKeys(16, profile === 1 ? 14 : 12);
    return {
      sender: new SrtpSender({ suite, key: keys.localKey, salt: keys.localSalt }),
      receiver: new SrtpReceiver({ suite, key: keys.remoteKey, salt: keys.remoteSalt }),
    };
  };
  const send = (packet: Buffer | undefined): void => void (packet && socket.send(packet, leg.rtpPort, host));
  return { leg, heard, streams, setRemote, handshake, send };
}

describe('the far leg with keys by DTLS', () => {
  it.each([0x0001, 0x0007] as const)(
    'V2: profile %i: sealed both ways after the handshake',
    async (profile) => {
      const t = await start(profile);
      t.setRemote();
      const { sender, receiver } = await t.handshake();
      await vi.waitFor(() => expect(t.leg.sendRtp(rtp(1))).toBe(true));
      await vi.waitFor(() => expect(t.streams).toHaveLength(1));
      expect(t.streams[0]).not.toEqual(rtp(1));
      expect(receiver.unprotectRtp(t.streams[0] ?? Buffer.alloc(0))).toEqual(rtp(1));
      t.send(sender.protectRtp(rtp(9)));
      await vi.waitFor(() => expect(t.heard).toEqual([rtp(9)]));
      // The same description again, as a hold brings it: the keys stay.
      t.setRemote();
      expect(t.leg.sendRtp(rtp(2))).toBe(true);
    },
  );

  it('V2: before it nothing leaves and nothing is believed, not in clear either', async () => {
    const t = await start();
    t.setRemote();
    expect([t.leg.sendRtp(rtp(1)), t.leg.sendRtcp(Buffer.from('80c9000100000001', 'hex'))]).toEqual([
      false,
      false,
    ]);
    t.send(rtp(3));
    await vi.waitFor(() => expect(t.leg.packetsDropped).toBe(1));
    expect([t.heard, t.streams]).toEqual([[], []]);
  });

  it('V2: another certificate than signalling named is not talked to', async () => {
    const t = await start();
    t.setRemote('AB:'.repeat(63).concat('AB'));
    const { sender } = await t.handshake();
    t.send(sender.protectRtp(rtp(9)));
    await vi.waitFor(() => expect(t.leg.packetsDropped).toBe(1));
    expect([t.leg.sendRtp(rtp(1)), t.heard]).toEqual([false, []]);
  });

  it('V2: without a certificate of ours nothing is sent in clear', async () => {
    const pair = unwrap(await bindPortPair(host, { start: 37_000, stop: 38_999 }, Math.random));
    const handlers = { onRtp: () => undefined, onRtcp: () => undefined };
    const leg = new RtpLeg(pair, { isLatching: false, handlers });
    closing.push(() => leg.close());
    const dtls = { hash: 'sha-256', fingerprint: 'AB', setup: 'active' } as const;
    leg.setRemote({ address: host, rtpPort: 9, rtcpPort: 9, isRtcpMux: true, isNowhere: false, dtls });
    expect(leg.sendRtp(rtp(1))).toBe(false);
  });
});
