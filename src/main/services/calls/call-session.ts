// size: one call is one object; its verbs share its state, and whatever can stand alone is beside it
import type { Call, MediaStats, PictureSource } from '../../../shared/domain/call.ts';
import type { CallingLimit } from '../../../shared/domain/calling-limit.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { GatewayEvent } from '../../ports/media-gateway.port.ts';
import type { SipCall, SipCallEvent, SipEvent, SipTransferRequest } from '../../ports/sip.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import { CallMedia } from './call-media.ts';
import { changePicture } from './change-picture.ts';
import { FarEndWatch } from './far-end-watch.ts';
import { type CallModel, type CallModelEvent, newCall, reduceCallModel } from './call.machine.ts';
import { toCall, toLogEntry } from './call-view.ts';
import type { CallSessionListener, SessionStart } from './call-session-listener.ts';
import { CallNaming } from './call-naming.ts';
import type { CallsPorts } from './calls-ports.ts';
import { sendDigits } from './send-digits.ts';
import { SerialQueue } from './serial-queue.ts';
import { shownAddress } from './dial-target.ts';
import { startSharing, stopSharing } from './screen-sharing.ts';
import { TransferConsent } from './transfer-consent.ts';
import { writeCallLog } from './write-call-log.ts';
import { WindowWatch } from './window-watch.ts';

/** A call that is over stays to be read for so long. */
const SHOWN_MS = { quietly: 2_000, withError: 10_000 } as const;
/** Answering waits this long for the window, so that the first words aren't lost. */
const READY_MS = 1_000;

type IncomingEvent = Extract<SipEvent, { kind: 'incoming' }>;

/** One call: joins what signalling, gateway and media window report into what a person sees. Verbs run one after the other. */
export class CallSession {
  readonly id: CallId;
  readonly media: CallMedia;
  readonly #ports: CallsPorts;
  readonly #listener: CallSessionListener;
  readonly #queue = new SerialQueue();
  readonly #span: Span;
  readonly #window: WindowWatch;
  readonly #farEnd: FarEndWatch;
  readonly #naming: CallNaming;
  #model: CallModel;
  #sip: SipCall | undefined;
  /** Places the call once more, for a far end that wants another offer. */
  #placeAgain: (() => Result<SipCall>) | undefined;
  readonly #dialled: string;
  readonly #consent: TransferConsent;
  /** A transfer has made use of it, so its end is no news. */
  #isHandedOn = false;
  #isGivenAway = false;
  #stopRetiring: Cancel = () => {};
  #logged: Promise<void> = Promise.resolve();

  constructor(ports: CallsPorts, call: SessionStart, listener: CallSessionListener) {
    this.id = call.id;
    this.#dialled = call.direction === 'out' ? call.address : '';
    this.#ports = ports;
    this.#listener = listener;
    const peer = { name: '', address: shownAddress(call.address) };
    this.#model = newCall({ ...call, peer, at: ports.clock.now() });
    this.#span = ports.trace.start('call', { direction: call.direction });
    this.#naming = new CallNaming(
      ports,
      () => this.#model.peer,
      (peer) => this.#apply({ kind: 'peer', peer }),
    );
    this.#consent = new TransferConsent(ports, (asked) => this.#apply({ kind: 'transfer-asked', asked }));
    this.#window = new WindowWatch(ports.clock, {
      onGiveUp: (error) => this.#endWith(error),
      onRetry: () => void this.media.refresh(),
    });
    this.#farEnd = new FarEndWatch(ports.clock, {
      onBegun: (kind) => {
        this.#span.child(kind).end('ok');
        if (kind === 'first-rtp-sent') ports.onRtpSent?.(this.id);
      },
      onSilent: () => this.#farEndSilent(),
      onHeard: () => this.#apply({ kind: 'media-back' }),
      onGiveUp: (error) => this.#endWith(error),
    });
    this.media = new CallMedia(ports, call.id, {
      onNegotiated: (codec, security) => this.#apply({ kind: 'negotiated', codec, security }),
      onWindowReady: () => {
        this.#window.ready();
        // A window that is there again brings nothing back of a far end that is silent.
        if (!this.#farEnd.isSilent) this.#apply({ kind: 'media-back' });
      },
      onWindowFailed: (error) => this.#windowFailed(error),
      onWindowLost: () => this.#windowLost(),
      onSessionReplaced: () => void this.#renegotiateAnew(),
      onVideo: (video) => this.#apply({ kind: 'video', video }),
      onSlides: (slides) => this.#apply({ kind: 'slides', slides }),
      onPictureStopped: () => void this.#sip?.renegotiate(),
      onGatewayWanted: (isAnswered) => {
        listener.onNeedsGateway();
        if (isAnswered) void this.#offerByGateway();
      },
    });
    if (call.needsGateway) this.media.useGateway();
  }

  get call(): Call {
    return toCall(this.#model);
  }

  get isOver(): boolean {
    return this.#model.phase.kind === 'ended';
  }

  /** Speaks, or could: it is put on hold when another call takes over. */
  get isActive(): boolean {
    return this.#model.phase.kind === 'connected' && !this.#model.phase.isHeldHere;
  }

  get sip(): SipCall | undefined {
    return this.#sip;
  }

  /** What signalling knows of a call that comes in, besides who calls: the line, how it rings, who sent the caller on. */
  introduce({ line, ring, forwardedBy }: Pick<IncomingEvent, 'line' | 'ring' | 'forwardedBy'>): void {
    if (line !== undefined) this.#apply({ kind: 'line', line });
    if (forwardedBy)
      this.#apply({
        kind: 'forwarded',
        by: { name: forwardedBy.name, address: shownAddress(forwardedBy.address) },
      });
    if (ring) this.#apply({ kind: 'ring', ring });
  }

  setRecorded(isRecorded: boolean): void {
    this.#apply({ kind: 'recorded', isRecorded });
  }

  get conference(): string | undefined {
    return this.#model.conference;
  }

  /** It takes the place of a call that the person is in: answered at once, it never rings. */
  takePlace(sip: SipCall): void {
    this.#apply({ kind: 'answering' });
    this.begin(sip);
    void this.#queue.run(async () => {
      const ready = await this.#window.readyWithin(READY_MS);
      this.#window.need();
      return ready.ok ? sip.answer() : sip.hangUp();
    });
  }

  /** Joins the call to its signalling and shows it. */
  begin(sip: SipCall, placeAgain?: () => Result<SipCall>): void {
    this.#naming.name(sip.peer);
    this.#sip = sip;
    this.#placeAgain = placeAgain;
    sip.on((event) => this.#onSip(event));
    this.#publish();
    this.#openMedia();
  }

  answer(): Promise<Result<void>> {
    return this.#queue.run(async () => {
      if (this.#model.phase.kind !== 'ringing-in' || !this.#sip) return fail('call.not-possible-now');
      this.#apply({ kind: 'answering' });
      const ready = await this.#window.readyWithin(READY_MS);
      if (!ready.ok) {
        this.#apply({ kind: 'answering-failed' });
        return ready;
      }
      this.#window.need();
      return this.#sip.answer();
    });
  }

  /** Doesn't wait for its turn. */
  async decline(): Promise<Result<void>> {
    if (this.#model.phase.kind !== 'ringing-in' && this.#model.phase.kind !== 'connecting')
      return fail('call.not-possible-now');
    this.#apply({ kind: 'declined' });
    return this.#sip?.decline() ?? fail('call.not-possible-now');
  }

  /** Before the server is asked to: its CANCEL may come before its answer. `isRefused`: it would not. */
  sentToVoicemail(isRefused = false): void {
    this.#apply({ kind: isRefused ? 'voicemail-failed' : 'sent-to-voicemail' });
  }

  /** Refuses as busy, so that the caller gets whatever the server does then (voicemail). Nothing was shown. */
  refuseUnseen(sip: SipCall): void {
    this.#naming.name(sip.peer);
    sip.on((event) => this.#onSip(event));
    void sip.hangUp();
  }

  /** Doesn't wait for its turn. */
  async hangUp(): Promise<Result<void>> {
    if (this.isOver) return ok();
    if (this.#model.phase.kind === 'ringing-in') return this.decline();
    return this.#sip?.hangUp() ?? fail('call.not-possible-now');
  }

  hold(): Promise<Result<void>> {
    return this.#setHeld(true);
  }

  resume(): Promise<Result<void>> {
    return this.#setHeld(false);
  }

  setMuted(isMuted: boolean): Promise<Result<void>> {
    if (this.isOver) return Promise.resolve(fail('call.ended'));
    return this.#queue.run(async () => {
      const set = await this.media.setMuted(isMuted);
      if (set.ok) this.#apply({ kind: 'muted', isMuted });
      return set;
    });
  }

  /**
   * Sends the other side on. To a call that is still ringing it goes unannounced: that call is given up first, as there is
   * nobody yet whose place could be taken.
   */
  async transfer(to: string | CallSession): Promise<Result<void>> {
    if (!this.call.can.includes('transfer') || !this.#sip || this.#model.isTransferring)
      return fail('call.not-possible-now');
    this.#apply({ kind: 'transferring', isTransferring: true });
    const target = typeof to === 'string' ? to : await to.#asTransferTarget();
    const result = target === undefined ? fail('call.not-possible-now') : await this.#sip.transfer(target);
    this.#apply({ kind: 'transferring', isTransferring: false });
    if (typeof to === 'string') return result;
    if (result.ok) await to.hangUp();
    // Whoever was held for a consultation that is over is talked to again.
    else if (to.isOver) void this.resume();
    return result;
  }

  async #asTransferTarget(): Promise<string | SipCall | undefined> {
    this.#isHandedOn = true;
    if (this.#model.phase.kind === 'connected') return this.#sip;
    const { address } = this.#model.peer;
    if (this.#model.direction === 'in' || this.isOver) return undefined;
    await this.hangUp();
    return this.#dialled === '' ? address : this.#dialled;
  }

  /** As it was dialled; empty of one that came in. */
  get dialled(): string {
    return this.#dialled;
  }

  /** The transfer that the other side asks for, once. */
  takeTransferRequest(): SipTransferRequest | undefined {
    return this.#consent.take();
  }

  /** All calls with the same value hear each other; `undefined`: it is on its own again. */
  async setConference(conference: string | undefined): Promise<void> {
    await this.media.setConference(conference);
    this.#apply({ kind: 'conference', conference });
  }

  setPicture(source: PictureSource | undefined): Promise<Result<void>> {
    return this.#queue.run(() => {
      const { can } = this.call;
      const ports = {
        picture: this.media.picture,
        sip: this.#sip,
        can: (wanted: PictureSource) => can.includes(wanted === 'screen' ? 'share' : 'video'),
      };
      return changePicture(ports, source);
    });
  }

  /** Slides beside the camera; where the other side takes one picture only, in its place. */
  setShare(isOn: boolean): Promise<Result<void>> {
    const ports = {
      media: this.media,
      sip: () => this.#sip,
      canShare: () => this.call.can.includes('share'),
      setPicture: (source: PictureSource | undefined) => this.setPicture(source),
      inTurn: (work: () => Promise<Result<void>>) => this.#queue.run(work),
    };
    return isOn ? startSharing(ports) : stopSharing(ports);
  }

  /** The new session's floor is nobody's: what was shown asks for it again. */
  async #renegotiateAnew(): Promise<void> {
    const told = await this.#sip?.renegotiate();
    const { slides } = this.media;
    if (told?.ok && slides.source !== undefined && slides.isAgreed) await slides.takeFloor();
  }

  /** Answered by an end that took a browser's offer for another: nothing is heard before it has ours. */
  async #offerByGateway(): Promise<void> {
    const told = await this.#sip?.renegotiate();
    if (told?.ok === false) this.#endWith(told.error);
  }

  sendDigits(digits: string): Promise<Result<void>> {
    if (!this.call.can.includes('dtmf') || !this.#sip) return Promise.resolve(fail('call.not-possible-now'));
    const sip = this.#sip;
    return this.#queue.run(async () => {
      const sent = await sendDigits(digits, this.media, sip, this.#ports.clock);
      if (sent.ok) this.#apply({ kind: 'digits', digits });
      return sent;
    });
  }

  onGatewayEvent(event: GatewayEvent): void {
    this.#farEnd.onGatewayEvent(event);
    this.media.onGatewayEvent(event);
  }

  onStats(stats: MediaStats): void {
    if (this.media.isDirect && this.#farEnd.count(stats)) this.media.heard();
  }

  /** What the phone as a whole lacks; `undefined`: nothing. */
  setLimit(limit: CallingLimit | undefined): void {
    this.#apply({ kind: 'limited', limit });
  }

  /** Whether its end of the call is lost shows by its answer. Without signalling too it is waited for. */
  #farEndSilent(): void {
    this.#apply({ kind: 'media-lost' });
    void this.#sip?.renegotiate().then((result) => result.ok && this.#farEnd.heard());
  }

  #setHeld(isHeld: boolean): Promise<Result<void>> {
    return this.#queue.run(async () => {
      const { phase } = this.#model;
      if (phase.kind !== 'connected' || !this.#sip) return fail('call.not-possible-now');
      if (phase.isHeldHere === isHeld) return ok();
      if (this.call.cannot?.includes(isHeld ? 'hold' : 'resume')) return fail('call.not-possible-now');
      const gate = await this.media.setHeld(isHeld);
      const told = gate.ok ? await this.#sip.renegotiate() : gate;
      if (told.ok) this.#apply({ kind: 'held-here', isHeld });
      else await this.media.setHeld(!isHeld);
      return told;
    });
  }

  #openMedia(): void {
    const span = this.#span.child('media.open');
    if (this.#model.direction === 'out') this.#window.need();
    void this.media.open().then((opened) => {
      span.end(opened.ok ? 'ok' : 'failed');
      // While it only rings the trouble is told when it is answered.
      if (!opened.ok && this.#model.direction === 'out') this.#endWith(opened.error);
    });
  }

  #onSip(event: SipCallEvent): void {
    switch (event.kind) {
      case 'ringing':
      case 'early-media':
        this.#span.child(`sip.${event.kind}`).end('ok');
        return this.#apply({ kind: event.kind });
      case 'answered':
        this.#span.child('sip.answered').end('ok');
        return this.#apply({ kind: 'answered', at: this.#ports.clock.now() });
      case 'held-by-peer':
        return this.#apply({ kind: 'held-there', isHeld: event.isHeld });
      case 'signalling':
        return this.#apply(event);
      case 'peer':
        return this.#naming.name(event);
      case 'transfer-asked':
        return this.#consent.ask(event.request);
      case 'ended':
        if (event.error?.code === 'call.no-common-codec' && this.#placeAgain)
          return void this.#tryOtherwise(event.error);
        return this.#ended(event.error, event.isAnsweredElsewhere);
    }
  }

  /** RFC 3261 21.4.26: nothing of our offer suited. Another kind of offer may. */
  async #tryOtherwise(refusal: Failure): Promise<void> {
    const isWorthIt = this.#model.phase.kind !== 'connected' && (await this.media.offerOtherwise());
    const placed = isWorthIt && !this.isOver ? this.#placeAgain?.() : undefined;
    if (!placed?.ok) return this.#ended(refusal, false);
    this.#sip = placed.value;
    placed.value.on((event) => this.#onSip(event));
  }

  #windowLost(): void {
    this.#apply({ kind: 'media-lost' });
    this.#window.lost();
  }

  #windowFailed(error: Failure): void {
    const isRunning = this.#model.phase.kind === 'connected';
    if (isRunning) this.#apply({ kind: 'media-lost' });
    this.#window.failed(error, isRunning);
  }

  /** Something of ours makes the call pointless. */
  #endWith(error: Failure): void {
    if (this.isOver) return;
    this.#ended(error, false);
    void this.#sip?.hangUp();
  }

  #ended(error: Failure | undefined, isAnsweredElsewhere: boolean): void {
    this.#apply({ kind: 'ended', at: this.#ports.clock.now(), isAnsweredElsewhere, ...(error && { error }) });
  }

  #apply(event: CallModelEvent): void {
    if (this.#isGivenAway) return;
    const wasOver = this.isOver;
    const step = reduceCallModel(this.#model, event);
    const isChanged = step.model !== this.#model;
    this.#model = step.model;
    if (isChanged && this.#sip && !wasOver) this.#publish();
    for (const effect of step.effects) {
      if (effect === 'release-media') this.#release();
      else if (effect === 'write-log') this.#logged = this.#writeLog();
      else this.#retire();
    }
  }

  #publish(): void {
    this.#ports.publisher.set('calls', this.id, this.call);
    this.#listener.onChange();
  }

  #release(): void {
    this.#window.stop();
    this.#consent.drop();
    const { consultsFor, conference } = this.#model;
    if (conference !== undefined) this.#listener.onLeftConference(conference);
    if (consultsFor !== undefined && !this.#isHandedOn) this.#listener.onConsultOver(consultsFor);
    this.#farEnd.stop();
    this.media.close();
    const { phase } = this.#model;
    const error = phase.kind === 'ended' ? phase.error : undefined;
    if (error) this.#span.note({ code: error.code });
    this.#span.end(error ? 'failed' : 'ok');
  }

  async #writeLog(): Promise<void> {
    const quality = this.#listener.qualityAtEnd();
    // The name may still be on its way; the log waits for it, not for ever.
    await this.#naming.settled();
    await writeCallLog(this.#ports, { ...toLogEntry(this.#model), ...(quality && { quality }) });
  }

  #retire(): void {
    const { phase } = this.#model;
    const ms = phase.kind === 'ended' && phase.error ? SHOWN_MS.withError : SHOWN_MS.quietly;
    this.#stopRetiring = this.#ports.clock.after(ms, () => this.forget());
  }

  /** Ends it whatever it is doing; when this settles the log is written and nothing of the call is shown. */
  async close(): Promise<void> {
    this.#naming.stop();
    await this.hangUp();
    await this.#logged;
    this.forget();
  }

  /**
   * Another phone of the person rings for the same call, and is shown instead: this one is neither shown nor kept any more.
   * It rings on unseen until the server ends it, so that the other phone may answer.
   */
  giveWay(): void {
    this.#isGivenAway = true;
    this.#naming.stop();
    this.#window.stop();
    this.media.close();
    this.forget();
  }

  /** Takes the ended call off the screen. */
  forget(): void {
    this.#stopRetiring();
    this.#ports.publisher.remove('calls', this.id);
    this.#listener.onForgotten();
    this.#listener.onChange();
  }
}
