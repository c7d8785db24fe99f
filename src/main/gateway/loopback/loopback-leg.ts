import type { Socket } from 'node:dgram';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import { isRtcp } from '../rtp/rtp-packet.ts';
import { bindUdp } from '../rtp/udp.ts';
import { SrtpReceiver, SrtpSender } from '../srtp/srtp-stream.ts';
import type { DtlsEndpoint, DtlsIdentity, DtlsKeys } from './dtls-endpoint.ts';
import { createDtlsEndpoint } from './dtls-endpoint.ts';
import type { IceCredentials, Source } from './ice-lite.ts';
import { answerIceCheck, createIceCredentials } from './ice-lite.ts';
import type { LoopbackAnswer } from './loopback-sdp.ts';

export interface LoopbackHandlers {
  readonly onRtp: (packet: Buffer) => void;
  readonly onRtcp: (packet: Buffer) => void;
  readonly onConnected: () => void;
  readonly onSilence: (cause: 'no-consent' | 'closed') => void;
  readonly onRefused: (detail: string) => void;
}

export interface LoopbackOptions {
  readonly identity: DtlsIdentity;
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly handlers: LoopbackHandlers;
}

/** Chromium sends a consent check about every 2.5 s; after this long without one its page is gone. */
const silenceMs = 12_000;
const ourHost = '127.0.0.1';

/**
 * Our end of the renderer's peer connection. Nothing is believed before the peer knows our ICE password, and nothing
 * relayed before its certificate is the one of the answer that came through signalling.
 */
export class LoopbackLeg {
  readonly port: number;
  readonly credentials: IceCredentials;
  readonly #socket: Socket;
  readonly #options: LoopbackOptions;
  readonly #dtls: DtlsEndpoint;
  #state: 'waiting' | 'connected' | 'silent' | 'closed' = 'waiting';
  #peer: Source | undefined;
  #claimedUfrag: string | undefined;
  #answer: LoopbackAnswer | undefined;
  #keys: DtlsKeys | undefined;
  #sender: SrtpSender | undefined;
  #receiver: SrtpReceiver | undefined;
  #lastCheckAt: number | undefined;
  #stopWatch: Cancel = () => undefined;

  private constructor(socket: Socket, options: LoopbackOptions) {
    this.#socket = socket;
    this.#options = options;
    this.port = socket.address().port;
    this.credentials = createIceCredentials(options.randomBytes);
    this.#dtls = createDtlsEndpoint(options.identity, {
      send: (packet) => this.#send(packet),
      onKeys: (keys) => {
        this.#keys = keys;
        this.#tryConnect();
      },
      onFailure: (detail) => this.#refuse(detail),
      onClose: () => this.#fallSilent('closed'),
    });
    socket.on('message', (packet, source) => this.#receive(packet, source));
  }

  static async open(options: LoopbackOptions): Promise<LoopbackLeg> {
    return new LoopbackLeg(await bindUdp({ address: ourHost, port: 0 }), options);
  }

  get state(): 'waiting' | 'connected' | 'silent' {
    return this.#state === 'closed' ? 'silent' : this.#state;
  }

  /** The renderer's answer; may come before or after the handshake is done. */
  takeAnswer(answer: LoopbackAnswer): void {
    this.#answer = answer;
    this.#tryConnect();
  }

  sendRtp(packet: Buffer): void {
    const sealed = this.#sender?.protectRtp(packet);
    if (sealed) this.#send(sealed);
  }

  sendRtcp(packet: Buffer): void {
    const sealed = this.#sender?.protectRtcp(packet);
    if (sealed) this.#send(sealed);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#stopWatch();
    this.#dtls.close();
    this.#socket.close();
  }

  /** RFC 7983: the first byte tells what it is. */
  #receive(packet: Buffer, source: Source): void {
    const first = packet[0] ?? 255;
    if (this.#state === 'closed' || source.address !== ourHost) return;
    if (first < 4) this.#receiveCheck(packet, source);
    else if (source.port !== this.#peer?.port) return;
    else if (first >= 20 && first < 64) this.#dtls.receive(packet);
    else if (first >= 128 && first < 192) this.#receiveMedia(packet);
  }

  #receiveCheck(packet: Buffer, source: Source): void {
    const check = answerIceCheck(packet, source, this.credentials);
    if (!check) return;
    this.#claimedUfrag ??= check.remoteUfrag;
    if (check.remoteUfrag !== this.#claimedUfrag) return;
    this.#socket.send(check.response, source.port, ourHost);
    if (check.isNominated || !this.#peer) this.#peer = { address: ourHost, port: source.port };
    this.#noteCheck();
    this.#tryConnect();
  }

  #receiveMedia(packet: Buffer): void {
    if (isRtcp(packet)) {
      const opened = this.#receiver?.unprotectRtcp(packet);
      if (opened) this.#options.handlers.onRtcp(opened);
    } else {
      const opened = this.#receiver?.unprotectRtp(packet);
      if (opened) this.#options.handlers.onRtp(opened);
    }
  }

  #tryConnect(): void {
    if (this.#state !== 'waiting' || !this.#keys || !this.#answer || this.#claimedUfrag === undefined) return;
    if (this.#claimedUfrag !== this.#answer.ufrag) return this.#refuse('ufrag is not the answer’s');
    if (this.#keys.peerFingerprint !== this.#answer.fingerprint)
      return this.#refuse('certificate is not the answer’s');
    this.#sender = new SrtpSender(this.#keys.send);
    this.#receiver = new SrtpReceiver(this.#keys.receive);
    this.#state = 'connected';
    this.#options.handlers.onConnected();
  }

  #refuse(detail: string): void {
    if (this.#state === 'closed') return;
    this.close();
    this.#options.handlers.onRefused(detail);
  }

  #noteCheck(): void {
    const { clock } = this.#options;
    const isFirst = this.#lastCheckAt === undefined;
    this.#lastCheckAt = clock.monotonic();
    if (this.#state === 'silent' && this.#sender) this.#state = 'connected';
    else if (!isFirst) return;
    this.#watch(silenceMs);
  }

  #watch(ms: number): void {
    this.#stopWatch = this.#options.clock.after(ms, () => {
      const left = (this.#lastCheckAt ?? 0) + silenceMs - this.#options.clock.monotonic();
      if (left <= 0) this.#fallSilent('no-consent');
      else this.#watch(left);
    });
  }

  #fallSilent(cause: 'no-consent' | 'closed'): void {
    if (this.#state === 'closed' || this.#state === 'silent') return;
    this.#state = 'silent';
    this.#stopWatch();
    this.#options.handlers.onSilence(cause);
  }

  #send(packet: Buffer): void {
    if (this.#peer && this.#state !== 'closed')
      this.#socket.send(packet, this.#peer.port, this.#peer.address);
  }
}
