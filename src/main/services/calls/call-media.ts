import type { MediaTask } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { GatewayEvent, NegotiatedMedia } from '../../ports/media-gateway.port.ts';
import type { Sip, SipMedia } from '../../ports/sip.port.ts';
import type { CallMediaListener } from './call-media-listener.ts';
import { CallPicture } from './call-picture.ts';
import type { CallsPorts } from './calls-ports.ts';
import { shownSlides, shownVideo } from './shown-picture.ts';
import { readDirect } from './direct-description.ts';
import { DirectMedia } from './direct-media.ts';

/**
 * One call's media: a gateway session towards the far end, a task for the media window towards the ear.
 * Both legs are set up at once, as early as possible; neither waits for the other. With a far end that speaks ICE and
 * DTLS-SRTP itself there is one leg only, from the window (`DirectMedia`).
 */
export class CallMedia implements SipMedia {
  readonly #ports: CallsPorts;
  readonly #callId: CallId;
  readonly #listener: CallMediaListener;
  readonly picture: CallPicture;
  readonly slides: CallPicture;
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
  /** In place of the gateway. */
  #direct: DirectMedia | undefined;
  /** The far end refused to be talked to directly. */
  #needsGateway = false;
  /** The offer that the present gateway session holds and waits to answer. */
  #examined: string | undefined;

  constructor(ports: CallsPorts, callId: CallId, listener: CallMediaListener) {
    this.#ports = ports;
    this.#callId = callId;
    this.#listener = listener;
    const ofPicture = { onTask: () => this.#publish({}), onStopped: () => listener.onPictureStopped() };
    this.picture = new CallPicture(ports, callId, 'video', {
      ...ofPicture,
      onShown: (shown) => listener.onVideo(shownVideo(shown)),
    });
    this.slides = new CallPicture(ports, callId, 'slides', {
      ...ofPicture,
      onShown: (shown) => listener.onSlides(shownSlides(shown)),
    });
  }

  /** The far end takes digits as RFC 4733 events. */
  get canSendEvents(): boolean {
    return this.#direct?.canSendEvents ?? this.#negotiated?.dtmfPayloadType !== undefined;
  }

  /** Past the gateway. */
  get isDirect(): boolean {
    return this.#direct !== undefined;
  }

  get isWindowReady(): boolean {
    if (this.#direct) return this.#direct.isReady;
    return this.#answer !== undefined && this.#answer.revision === this.#task?.revision;
  }

  /** Binds ports and asks the window for its side. Called again it gives the same result. */
  open(): Promise<Result<void>> {
    // A session opened now would never be closed.
    if (this.#isClosed) return Promise.resolve(fail('call.ended'));
    this.#startDirect();
    if (this.#direct) return Promise.resolve(ok());
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** The far end is known to be no browser; before anything was opened. */
  useGateway(): void {
    this.#needsGateway = true;
  }

  async createOffer(): Promise<Result<string>> {
    const opened = await this.#openHere();
    if (!opened.ok) return opened;
    return this.#direct?.createOffer() ?? this.#ports.gateway.localSdp(this.#callId, 'offer');
  }

  async createAnswer(remoteOffer: string): Promise<Result<string>> {
    this.#startDirect(remoteOffer);
    if (this.#direct) return this.#direct.createAnswer(remoteOffer);
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
    this.#startDirect(remoteOffer);
    if (this.#direct) {
      this.#direct.prepareAnswer(remoteOffer);
      return ok();
    }
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
    // A far end that knows neither ICE nor DTLS should have refused; some answer what they can.
    if (this.#direct && !readDirect(remoteAnswer)) {
      this.#leaveDirect(true);
      return Promise.resolve(ok());
    }
    return this.#direct?.apply('apply', remoteAnswer) ?? this.#remote(remoteAnswer, 'answer');
  }

  applyEarlyAnswer(remoteAnswer: string, _forkTag: string): Promise<Result<void>> {
    return this.#direct?.apply('early', remoteAnswer) ?? this.#remote(remoteAnswer, 'early-answer');
  }

  rollback(): Promise<Result<void>> {
    return this.#direct?.rollback() ?? this.#ports.gateway.rollback(this.#callId);
  }

  /** Closes or opens our way out at once; the far end hears of it with the next offer. */
  async setHeld(isHeld: boolean): Promise<Result<void>> {
    this.#isHeld = isHeld;
    this.#publish({ isHeld });
    if (this.#direct) return ok();
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
    if (this.#direct) return Promise.resolve(ok());
    return this.#ports.gateway.setMuted(this.#callId, this.#isMuted && this.#conference === undefined);
  }

  sendEvents(digits: string): Promise<Result<void>> {
    if (this.#direct) return Promise.resolve(this.#direct.sendDigits(digits));
    return this.#ports.gateway.sendDtmf(this.#callId, digits, { method: 'rfc4733' });
  }

  /** `media/answered` from the window. */
  async answered(revision: number, sdp: string): Promise<Result<void>> {
    if (this.#direct) {
      this.#direct.answered(revision, sdp);
      return ok();
    }
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
    if (this.#direct) this.#direct.failed(revision, error);
    else if (revision === this.#task?.revision) this.#listener.onWindowFailed(error);
  }

  /** Asks the window to start over. */
  async refresh(): Promise<void> {
    if (this.#direct) {
      if (this.#direct.startOver()) this.#listener.onSessionReplaced();
      return;
    }
    this.#answer = undefined;
    await this.#offerWindow(true);
  }

  /**
   * What is offered next where nothing of an offer suited: plain RTP or SRTP by the gateway after ICE and DTLS-SRTP, then
   * RTP/SAVP, as some phones that insist on encryption refuse the RTP/AVP offer with keys that others need. Answers false
   * when there is nothing else, or the policy leaves no choice.
   */
  async offerOtherwise(): Promise<boolean> {
    if (this.#isClosed) return false;
    if (this.#direct) {
      this.#leaveDirect(false);
      return true;
    }
    if (this.#demandsEncryption || this.#ports.configuration().srtp !== 'sdes-optional') return false;
    this.#demandsEncryption = true;
    await this.#ports.gateway.close(this.#callId);
    this.#restart();
    return true;
  }

  #leaveDirect(isAnswered: boolean): void {
    this.#direct?.close();
    this.#direct = undefined;
    this.#needsGateway = true;
    this.#restart();
    this.#listener.onGatewayWanted(isAnswered);
  }

  onGatewayEvent(event: GatewayEvent): void {
    if (this.#isClosed) return;
    if (event.type === 'video-rate') return this.#ports.onVideoRate?.(event.rate);
    const isOfPicture = event.type === 'video-rung' || ('stream' in event && event.stream === 'video');
    const isOfSlides = event.type === 'floor' || ('stream' in event && event.stream === 'slides');
    if (isOfSlides) this.slides.onGatewayEvent(event);
    else if (isOfPicture) this.picture.onGatewayEvent(event);
    else if (event.type === 'silence' || event.type === 'loopback-refused') {
      this.#listener.onWindowLost();
      void this.refresh();
    } else if (event.type === 'gateway-lost') {
      this.#listener.onWindowLost();
      void this.#replaceSession();
    }
  }

  /** Of a connection past the gateway only the window knows that sound comes. */
  heard(): void {
    this.#direct?.heard();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.picture.close();
    this.slides.close();
    this.#direct?.close();
    this.#ports.publisher.remove('media', this.#callId);
    if (this.#opened) void this.#opened.then(() => this.#ports.gateway.close(this.#callId));
  }

  /** Decided once for a call: by the first offer of theirs, or by the account before one of ours. */
  #startDirect(remoteOffer?: string): void {
    const { clock, configuration, sip } = this.#ports;
    const { codecs, direct } = configuration();
    if (this.#direct || this.#opened || this.#needsGateway || this.#isClosed || !direct) return;
    const isWanted = remoteOffer === undefined ? isForBrowsers(sip) : readDirect(remoteOffer) !== undefined;
    if (!isWanted) return;
    const ports = { clock, codecs, settings: direct, localAddress: () => sip.localAddress() };
    this.#direct = new DirectMedia(ports, this.#task?.revision ?? 0, {
      onTask: () => this.#publish({}),
      onNegotiated: (codec) => this.#listener.onNegotiated(codec, 'dtls'),
      onWindowReady: () => this.#listener.onWindowReady(),
      onWindowFailed: (error) => this.#listener.onWindowFailed(error),
      onLost: () => {
        this.#listener.onWindowLost();
        this.#listener.onSessionReplaced();
      },
    });
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
    await this.slides.opened();
    await this.#offerWindow(false);
    return ok();
  }

  /** Our address may have changed since (another network): descriptions must name the present one. */
  async #openHere(): Promise<Result<void>> {
    this.#startDirect();
    if (this.#direct) return ok();
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
    this.slides.restart();
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
    const protection = negotiated.isDtls ? 'dtls' : negotiated.srtp ? 'sdes' : 'none';
    this.#listener.onNegotiated(negotiated.codec, protection);
    if (this.#task && negotiated.loopbackRevision + this.#revisionBase > this.#task.revision)
      await this.#offerWindow(false);
    await this.picture.negotiated(negotiated.video);
    await this.slides.negotiated(negotiated.slides);
    return ok();
  }

  #publish(change: Partial<Omit<MediaTask, 'callId'>>): void {
    const offer =
      change.offerSdp === undefined
        ? (this.#direct?.step ?? this.#task)
        : { revision: change.revision ?? 0, offerSdp: change.offerSdp };
    const codec = change.codec ?? this.#task?.codec ?? this.#negotiated?.codec;
    if (this.#isClosed || !offer) return;
    this.#task = {
      callId: this.#callId,
      revision: offer.revision,
      offerSdp: offer.offerSdp,
      ...(this.#direct?.step && { direct: this.#direct.step.direct }),
      isMuted: this.#isMuted,
      isHeld: this.#isHeld,
      ...(this.#conference !== undefined && { conference: this.#conference }),
      ...(codec !== undefined && { codec }),
      ...(this.picture.task && { video: this.picture.task }),
      ...(this.slides.task && { slides: this.slides.task }),
    };
    this.#ports.publisher.set('media', this.#callId, this.#task);
  }
}

/** Whoever registers over WebSockets is a browser to its server, and gets calls as one does (RFC 7118). */
function isForBrowsers(sip: Sip): boolean {
  const registration = sip.registration();
  return registration.kind === 'registered' && ['ws', 'wss'].includes(registration.transport);
}
