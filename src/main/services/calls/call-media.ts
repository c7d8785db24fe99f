import type { Call, MediaTask } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { GatewayEvent, NegotiatedMedia } from '../../ports/media-gateway.port.ts';
import type { SipMedia } from '../../ports/sip.port.ts';
import { CallPicture } from './call-picture.ts';
import type { CallsPorts } from './calls-ports.ts';

export interface CallMediaListener {
  onNegotiated(codec: string, security: Call['security']): void;
  /** The window's answer stands, or came back after a loss. */
  onWindowReady(): void;
  /** The window can't do it. */
  onWindowFailed(error: Failure): void;
  /** Nothing is heard or sent until `onWindowReady`. */
  onWindowLost(): void;
  /** Descriptions made before are void: the far end must be told the new ones. */
  onSessionReplaced(): void;
  /** What is shown of its pictures. */
  onVideo(video: Call['video']): void;
  /** Our picture went off by itself. */
  onPictureStopped(): void;
}

/**
 * One call's media: a gateway session towards the far end, a task for the media window towards the ear.
 * Both legs are set up at once, as early as possible; neither waits for the other.
 */
export class CallMedia implements SipMedia {
  readonly #ports: CallsPorts;
  readonly #callId: CallId;
  readonly #listener: CallMediaListener;
  readonly picture: CallPicture;
  #opened: Promise<Result<void>> | undefined;
  #address: string | undefined;
  #task: MediaTask | undefined;
  /** Published revisions go on growing when a new gateway process counts from the start again. */
  #revisionBase = 0;
  #answer: { readonly revision: number; readonly sdp: string } | undefined;
  #demandsEncryption = false;
  #isHeld = false;
  #isMuted = false;
  #conference: string | undefined;
  #isClosed = false;
  #negotiated: NegotiatedMedia | undefined;
  /** The offer that the present gateway session holds and waits to answer. */
  #examined: string | undefined;

  constructor(ports: CallsPorts, callId: CallId, listener: CallMediaListener) {
    this.#ports = ports;
    this.#callId = callId;
    this.#listener = listener;
    this.picture = new CallPicture(ports, callId, {
      onTask: () => this.#publish({}),
      onShown: (video) => listener.onVideo(video),
      onStopped: () => listener.onPictureStopped(),
    });
  }

  /** The far end takes digits as RFC 4733 events. */
  get canSendEvents(): boolean {
    return this.#negotiated?.dtmfPayloadType !== undefined;
  }

  get isWindowReady(): boolean {
    return this.#answer !== undefined && this.#answer.revision === this.#task?.revision;
  }

  /** Binds ports and asks the window for its side. Called again it gives the same result. */
  open(): Promise<Result<void>> {
    // A session opened now would never be closed.
    if (this.#isClosed) return Promise.resolve(fail('call.ended'));
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async createOffer(): Promise<Result<string>> {
    const opened = await this.#openHere();
    return opened.ok ? this.#ports.gateway.localSdp(this.#callId, 'offer') : opened;
  }

  async createAnswer(remoteOffer: string): Promise<Result<string>> {
    const opened = await this.#openHere();
    if (!opened.ok) return opened;
    const taken = this.#examined === remoteOffer ? ok() : await this.#remote(remoteOffer, 'offer');
    this.#examined = undefined;
    return taken.ok ? this.#ports.gateway.localSdp(this.#callId, 'answer') : taken;
  }

  /** Takes the offer early: what can't be agreed on shows before anybody hears of the call. */
  async examineOffer(remoteOffer: string): Promise<Result<void>> {
    // It will be refused as busy: nothing is opened for it.
    if (this.#ports.isDoNotDisturb()) return ok();
    const opened = await this.#openHere();
    if (!opened.ok) return opened;
    const taken = await this.#remote(remoteOffer, 'offer');
    if (taken.ok) this.#examined = remoteOffer;
    return taken;
  }

  discard(): void {
    this.close();
  }

  applyAnswer(remoteAnswer: string): Promise<Result<void>> {
    return this.#remote(remoteAnswer, 'answer');
  }

  applyEarlyAnswer(remoteAnswer: string, _forkTag: string): Promise<Result<void>> {
    return this.#remote(remoteAnswer, 'early-answer');
  }

  rollback(): Promise<Result<void>> {
    return this.#ports.gateway.rollback(this.#callId);
  }

  /** Closes or opens our way out at once; the far end hears of it with the next offer. */
  async setHeld(isHeld: boolean): Promise<Result<void>> {
    this.#isHeld = isHeld;
    this.#publish({ isHeld });
    return this.#ports.gateway.setDirection(this.#callId, isHeld ? 'sendonly' : 'sendrecv');
  }

  async setMuted(isMuted: boolean): Promise<Result<void>> {
    this.#isMuted = isMuted;
    this.#publish({ isMuted });
    // A call that is only being set up has no session yet; it is muted when it has.
    const opened = await this.open();
    return opened.ok ? this.#lockGateway() : opened;
  }

  /** In a conference the others are to be heard while our own voice is off: only the window can tell them apart. */
  async setConference(conference: string | undefined): Promise<Result<void>> {
    this.#conference = conference;
    this.#publish({});
    return this.#lockGateway();
  }

  #lockGateway(): Promise<Result<void>> {
    return this.#ports.gateway.setMuted(this.#callId, this.#isMuted && this.#conference === undefined);
  }

  sendEvents(digits: string): Promise<Result<void>> {
    return this.#ports.gateway.sendDtmf(this.#callId, digits, { method: 'rfc4733' });
  }

  /** `media/answered` from the window. */
  async answered(revision: number, sdp: string): Promise<Result<void>> {
    const task = this.#task;
    if (!task || revision !== task.revision) return ok();
    // A second answer to the same offer comes from a window that was reloaded: the gateway's end must start anew too.
    if (this.#answer?.revision === revision && this.#answer.sdp !== sdp) {
      await this.refresh();
      return ok();
    }
    const taken = await this.#ports.gateway.loopbackAnswer(this.#callId, sdp, revision - this.#revisionBase);
    if (this.#isClosed) return ok();
    if (!taken.ok) {
      this.#listener.onWindowFailed(taken.error);
      return taken;
    }
    this.#answer = { revision, sdp };
    this.#listener.onWindowReady();
    return ok();
  }

  /** `media/failed` from the window. */
  failed(revision: number, error: Failure): void {
    if (revision === this.#task?.revision) this.#listener.onWindowFailed(error);
  }

  /** Asks the window to start over. */
  async refresh(): Promise<void> {
    this.#answer = undefined;
    await this.#offerWindow(true);
  }

  /**
   * From now on offers RTP/SAVP: some phones that insist on encryption refuse the RTP/AVP offer with keys that others
   * need. Answers false where the policy leaves no choice, or the last offer was one already.
   */
  async demandEncryption(): Promise<boolean> {
    if (this.#demandsEncryption || this.#isClosed || this.#ports.configuration().srtp !== 'sdes-optional')
      return false;
    this.#demandsEncryption = true;
    await this.#ports.gateway.close(this.#callId);
    this.#restart();
    return true;
  }

  onGatewayEvent(event: GatewayEvent): void {
    if (this.#isClosed) return;
    const isOfPicture = event.type === 'video-rung' || ('stream' in event && event.stream === 'video');
    if (isOfPicture) this.picture.onGatewayEvent(event);
    else if (event.type === 'silence' || event.type === 'loopback-refused') {
      this.#listener.onWindowLost();
      void this.refresh();
    } else if (event.type === 'gateway-lost') {
      this.#listener.onWindowLost();
      void this.#replaceSession();
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.picture.close();
    this.#ports.publisher.remove('media', this.#callId);
    if (this.#opened) void this.#opened.then(() => this.#ports.gateway.close(this.#callId));
  }

  async #open(): Promise<Result<void>> {
    const { sip, gateway, configuration } = this.#ports;
    const address = sip.localAddress();
    if (address === undefined) return fail('sip.not-registered');
    const { mediaPorts, codecs, srtp, dscpAudio = 46, video } = configuration();
    const opened = await gateway.openSession({
      sessionId: this.#callId,
      ports: mediaPorts,
      localAddress: address,
      srtp: this.#demandsEncryption ? 'sdes' : srtp,
      codecs,
      dscpAudio,
      ...(video && { video }),
    });
    if (!opened.ok) return opened;
    if (!opened.value.isDscpApplied)
      this.#ports.log.info('DSCP not applied', { reason: opened.value.dscpReason });
    this.#address = address;
    if (this.#isMuted && this.#conference === undefined) await gateway.setMuted(this.#callId, true);
    if (this.#isHeld) await gateway.setDirection(this.#callId, 'sendonly');
    await this.picture.opened();
    await this.#offerWindow(false);
    return ok();
  }

  /** Our address may have changed since (another network): descriptions must name the present one. */
  async #openHere(): Promise<Result<void>> {
    const address = this.#ports.sip.localAddress();
    const hasMoved = this.#address !== undefined && address !== undefined && address !== this.#address;
    if (hasMoved) {
      await this.#ports.gateway.close(this.#callId);
      this.#restart();
    }
    return this.open();
  }

  async #replaceSession(): Promise<void> {
    this.#restart();
    const opened = await this.open();
    if (this.#isClosed) return;
    if (opened.ok) this.#listener.onSessionReplaced();
    else this.#listener.onWindowFailed(opened.error);
  }

  #restart(): void {
    this.#revisionBase = this.#task?.revision ?? 0;
    this.#answer = undefined;
    this.#opened = undefined;
    this.#examined = undefined;
    this.picture.restart();
  }

  async #offerWindow(isFresh: boolean): Promise<void> {
    const offer = await this.#ports.gateway.loopbackOffer(this.#callId, { isFresh });
    if (this.#isClosed) return;
    if (!offer.ok) return this.#listener.onWindowFailed(offer.error);
    this.#publish({ revision: this.#revisionBase + offer.value.revision, offerSdp: offer.value.sdp });
  }

  async #remote(sdp: string, role: 'offer' | 'answer' | 'early-answer'): Promise<Result<void>> {
    const taken = await this.#ports.gateway.remoteSdp(this.#callId, sdp, role);
    if (!taken.ok) return taken;
    const negotiated = taken.value;
    this.#negotiated = negotiated;
    this.#publish({ codec: negotiated.codec });
    this.#listener.onNegotiated(negotiated.codec, negotiated.srtp ? 'sdes' : 'none');
    if (this.#task && negotiated.loopbackRevision + this.#revisionBase > this.#task.revision)
      await this.#offerWindow(false);
    await this.picture.negotiated(negotiated.video);
    return ok();
  }

  #publish(change: Partial<Omit<MediaTask, 'callId'>>): void {
    const offer =
      change.offerSdp === undefined
        ? this.#task
        : { revision: change.revision ?? 0, offerSdp: change.offerSdp };
    const codec = change.codec ?? this.#task?.codec ?? this.#negotiated?.codec;
    if (this.#isClosed || !offer) return;
    this.#task = {
      callId: this.#callId,
      revision: offer.revision,
      offerSdp: offer.offerSdp,
      isMuted: this.#isMuted,
      isHeld: this.#isHeld,
      ...(this.#conference !== undefined && { conference: this.#conference }),
      ...(codec !== undefined && { codec }),
      ...(this.picture.task && { video: this.picture.task }),
    };
    this.#ports.publisher.set('media', this.#callId, this.#task);
  }
}
