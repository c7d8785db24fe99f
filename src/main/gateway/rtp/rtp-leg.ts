import type { Socket } from 'node:dgram';
import type { AgreedCrypto } from '../../engines/sdp/agreement.ts';
import { isNullAddress } from '../../engines/sdp/direction.ts';
import type { RemoteDtls } from '../../engines/sdp/dtls-line.ts';
import type { CryptoLine } from '../../engines/sdp/sdes.ts';
import type { DtlsIdentity } from '../loopback/dtls-endpoint.ts';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp-stream.ts';
import { FarDtls, isDtls } from './far-dtls.ts';
import type { PortPair } from './port-pair.ts';
import { isRtcp } from './rtp-packet.ts';
import { SourceWatch, type Source } from './source-watch.ts';

export interface RemoteEnd {
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
  readonly isRtcpMux: boolean;
  /** No address to send to: legacy hold (c=0.0.0.0). */
  readonly isNowhere: boolean;
  readonly crypto?: AgreedCrypto;
  /** Keys by DTLS: nothing is sent before the handshake. */
  readonly dtls?: RemoteDtls;
}

/** What descriptions of voice and of pictures have in common. */
interface AgreedStream {
  readonly remote: Pick<RemoteEnd, 'address' | 'rtpPort' | 'rtcpPort' | 'isRtcpMux' | 'dtls'>;
  readonly crypto?: AgreedCrypto;
}

/** The far end that a description of voice or picture names. */
export function farEndOf({ remote, crypto }: AgreedStream): RemoteEnd {
  return {
    address: remote.address,
    rtpPort: remote.rtpPort,
    rtcpPort: remote.rtcpPort,
    isRtcpMux: remote.isRtcpMux,
    isNowhere: isNullAddress(remote.address),
    ...(crypto && { crypto }),
    ...(remote.dtls && { dtls: remote.dtls }),
  };
}

export interface RtpLegHandlers {
  /** Packets in clear, authenticated where the leg is encrypted, from the source they should come from. */
  readonly onRtp: (packet: Buffer) => void;
  readonly onRtcp: (packet: Buffer) => void;
}

/** The far leg: a port pair that speaks plain RTP, or SRTP by SDES or DTLS, to one far end. */
export class RtpLeg {
  readonly rtpPort: number;
  readonly rtcpPort: number;
  #dropped = 0;
  readonly #pair: PortPair;
  readonly #handlers: RtpLegHandlers;
  #remote: RemoteEnd | undefined;
  readonly #sources: SourceWatch;
  /** One for each key of ours ever used: a key that comes back must go on counting, or its key stream would repeat. */
  readonly #senders = new Map<string, SrtpSender>();
  #sender: SrtpSender | undefined;
  #receiver: { readonly line: CryptoLine; readonly srtp: SrtpReceiver } | undefined;
  readonly #identity: DtlsIdentity | undefined;
  #dtls: { readonly fingerprint: string; readonly rtp: FarDtls; readonly rtcp: FarDtls } | undefined;
  #isClosed = false;

  constructor(
    pair: PortPair,
    options: {
      readonly isLatching: boolean;
      readonly handlers: RtpLegHandlers;
      /** Absent: far ends with DTLS are not spoken to. */
      readonly identity?: DtlsIdentity;
    },
  ) {
    this.#pair = pair;
    this.#identity = options.identity;
    this.#sources = new SourceWatch(options.isLatching);
    this.#handlers = options.handlers;
    this.rtpPort = pair.rtp.address().port;
    this.rtcpPort = pair.rtcp.address().port;
    pair.rtp.on('message', (packet, source) => {
      if (this.#dtls && isDtls(packet)) return this.#dtls.rtp.receive(packet, source);
      this.#receive(packet, source, this.#remote?.isRtcpMux === true && isRtcp(packet));
    });
    pair.rtcp.on('message', (packet, source) => {
      if (this.#dtls && isDtls(packet)) return this.#dtls.rtcp.receive(packet, source);
      this.#receive(packet, source, true);
    });
  }

  /** Malformed, of a wrong source, replayed or not authentic. */
  get packetsDropped(): number {
    return this.#dropped;
  }

  countDrop(): void {
    this.#dropped += 1;
  }

  /** Where to send from now on, and with which keys. Keys that stay the same keep their counters. */
  setRemote(remote: RemoteEnd): void {
    this.#remote = remote;
    this.#sources.expect(remote.isNowhere ? undefined : { address: remote.address, port: remote.rtpPort });
    this.#followDtls(remote);
    this.#sender = remote.crypto && this.#senderFor(remote.crypto.local);
    this.#receiver = nextReceiver(this.#receiver, remote.crypto?.remote);
  }

  /** Whether the packet went out. */
  sendRtp(packet: Buffer): boolean {
    return this.sendRtpAs(packet) !== undefined;
  }

  /** What went out: sealed, where the leg is encrypted. */
  sendRtpAs(packet: Buffer): Buffer | undefined {
    const sealed = this.#remote?.dtls
      ? this.#dtls?.rtp.sender?.protectRtp(packet)
      : this.#sender
        ? this.#sender.protectRtp(packet)
        : packet;
    return this.#send(sealed, false) ? sealed : undefined;
  }

  /** Sends what went out once more, byte for byte. */
  sendAgain(sealed: Buffer): void {
    this.#send(sealed, false);
  }

  sendRtcp(packet: Buffer): boolean {
    if (this.#remote?.dtls)
      return this.#send(this.#dtls && this.#reportsBy(this.#dtls).sender?.protectRtcp(packet), true);
    return this.#send(this.#sender ? this.#sender.protectRtcp(packet) : packet, true);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#dtls?.rtp.close();
    this.#dtls?.rtcp.close();
    this.#pair.rtp.close();
    this.#pair.rtcp.close();
  }

  /** A far end with the same certificate is the same one: its keys stay (RFC 8842 section 3.1). */
  #followDtls({ dtls }: RemoteEnd): void {
    if (dtls?.fingerprint === this.#dtls?.fingerprint) return;
    this.#dtls?.rtp.close();
    this.#dtls?.rtcp.close();
    const identity = this.#identity;
    const by = (socket: Socket, remote: RemoteDtls, own: DtlsIdentity): FarDtls =>
      new FarDtls(own, remote, (packet, { address, port }) => {
        if (!this.#isClosed) socket.send(packet, port, address);
      });
    this.#dtls = dtls &&
      identity && {
        fingerprint: dtls.fingerprint,
        rtp: by(this.#pair.rtp, dtls, identity),
        rtcp: by(this.#pair.rtcp, dtls, identity),
      };
  }

  #reportsBy(dtls: { readonly rtp: FarDtls; readonly rtcp: FarDtls }): FarDtls {
    return this.#remote?.isRtcpMux ? dtls.rtp : dtls.rtcp;
  }

  #senderFor(line: CryptoLine): SrtpSender {
    const id = `${line.suite} ${Buffer.from(line.key).toString('hex')}`;
    const sender = this.#senders.get(id) ?? new SrtpSender(line);
    this.#senders.set(id, sender);
    return sender;
  }

  #send(packet: Buffer | undefined, isControl: boolean): boolean {
    const remote = this.#remote;
    if (!packet || !remote || remote.isNowhere || this.#isClosed) return false;
    const latched = this.#sources.latched;
    const address = latched?.address ?? remote.address;
    const rtpPort = latched?.port ?? remote.rtpPort;
    const onOwnPort = isControl && !remote.isRtcpMux;
    // A latched far end's RTCP port can only be guessed: the one after, as everybody does.
    const port = onOwnPort ? (latched ? Math.min(rtpPort + 1, 65_535) : remote.rtcpPort) : rtpPort;
    const socket: Socket = onOwnPort ? this.#pair.rtcp : this.#pair.rtp;
    socket.send(packet, port, address);
    return true;
  }

  #receive(packet: Buffer, source: Source, isControl: boolean): void {
    if (this.#isClosed || !this.#remote) return this.countDrop();
    const clear = this.#open(packet, isControl);
    if (!clear) return this.countDrop();
    // What is authentic may come from anywhere; who isn't known has only the address to be known by.
    const isKnown = isControl ? this.#sources.knows(source) : this.#sources.takes(source, clear);
    if (!isKnown && !this.#remote.crypto && !this.#remote.dtls) return this.countDrop();
    if (isControl) this.#handlers.onRtcp(clear);
    else this.#handlers.onRtp(clear);
  }

  #open(packet: Buffer, isControl: boolean): Buffer | undefined {
    if (this.#remote?.dtls) {
      const by = this.#dtls && (isControl ? this.#reportsBy(this.#dtls) : this.#dtls.rtp);
      return isControl ? by?.receiver?.unprotectRtcp(packet) : by?.receiver?.unprotectRtp(packet);
    }
    if (!this.#remote?.crypto) return packet;
    return isControl ? this.#receiver?.srtp.unprotectRtcp(packet) : this.#receiver?.srtp.unprotectRtp(packet);
  }
}

function nextReceiver(
  current: { readonly line: CryptoLine; readonly srtp: SrtpReceiver } | undefined,
  line: CryptoLine | undefined,
) {
  if (!line) return undefined;
  if (current && isSameKey(current.line, line)) return current;
  const options = { mkiLength: line.mki?.length ?? 0, ...(current && { previous: current.srtp }) };
  return { line, srtp: new SrtpReceiver(line, options) };
}

function isSameKey(one: CryptoLine, other: CryptoLine): boolean {
  return (
    one.suite === other.suite &&
    Buffer.compare(one.key, other.key) === 0 &&
    Buffer.compare(one.salt, other.salt) === 0
  );
}
