import type { IncomingInviteRequest, IncomingRequestMessage, URI } from 'sip.js/lib/core/index.js';
import type { Failure, Result } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { SipCall, SipEvent, SipMedia, SipTransferRequest } from '../../../ports/sip.port.ts';
import { acceptsDescriptions, descriptionOf, hasForeignBody } from '../message/description-body.ts';
import { divertedBy } from '../message/diversion.ts';
import { assertedIdentity } from '../message/identity.ts';
import { ringStyle } from '../message/ring-style.ts';
import { inviteTarget } from '../targets.ts';
import type { UserAgent } from '../user-agent.ts';
import type { ReferRequest } from './call-wire.ts';
import { refusalStatus } from './call-state.ts';
import { IncomingWire } from './incoming-wire.ts';
import { OutgoingWire } from './outgoing-wire.ts';
import { type DialogName, isReplaced, readReplaces, referToCall } from './replaces.ts';
import { tooBrief } from './session-timer.ts';
import { CallRunner } from './call-runner.ts';

export interface CallBookPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly userAgent: UserAgent;
  incomingMedia(): SipMedia | undefined;
  emit(event: SipEvent): void;
  /** The last call is over. */
  onNone?(): void;
}

/** More calls at once than a person could mean: a flood. */
const MOST_CALLS = 20;
const LONGEST_EXAMINATION_MS = 1_000;

/** The calls of one account, by Call-ID. */
export class CallBook {
  readonly #ports: CallBookPorts;
  readonly #calls = new Map<string, { runner: CallRunner; wire: OutgoingWire | IncomingWire }>();

  constructor(ports: CallBookPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Whether a call of this Call-ID stands here, or rings. */
  has(callId: string): boolean {
    return this.#calls.has(callId);
  }

  /** `target` is checked already; `shown` is how the call names it until the server says more. */
  place(target: URI, shown: string, media: SipMedia, headers: readonly string[] = []): CallRunner {
    const callId = this.#ports.random.uuid();
    return this.#open(
      'out',
      { kind: 'preparing' },
      { name: '', address: shown },
      media,
      callId,
      (sink) => new OutgoingWire({ ...this.#ports, sink }, target, callId, headers),
    ).runner;
  }

  take(request: IncomingInviteRequest): void {
    const { message } = request;
    const media = this.#calls.size < MOST_CALLS ? this.#ports.incomingMedia() : undefined;
    if (!media) return void request.reject({ statusCode: 486 });
    if (hasForeignBody(message))
      return void request.reject({ statusCode: 415, extraHeaders: ['Accept: application/sdp'] });
    if (/^(?!\s*identity\s*$)\s*\S/i.test(message.getHeader('content-encoding') ?? ''))
      return void request.reject({ statusCode: 415, extraHeaders: ['Accept-Encoding: identity'] });
    if (!acceptsDescriptions(message)) return void request.reject({ statusCode: 406 });
    const isTooBrief = tooBrief(message);
    if (isTooBrief) return void request.reject({ statusCode: 422, extraHeaders: isTooBrief });
    const replaces = this.#replaced(message);
    if (replaces === 'nobody') return void request.reject({ statusCode: 481 });
    const peer = assertedIdentity(message, 'from') ?? { name: '', address: '' };
    const { runner, wire } = this.#open(
      'in',
      { kind: 'alerting', offer: descriptionOf(message) },
      peer,
      media,
      message.callId,
      (sink) => new IncomingWire({ ...this.#ports, sink }, request),
    );
    const ring = ringStyle(
      message.getHeaders('alert-info'),
      this.#ports.userAgent.account.device !== undefined,
    );
    const forwardedBy = divertedBy(message);
    const announce = (): void => {
      // Given up while its description was being examined.
      if (runner.isOver()) return media.discard?.();
      if (replaces) runner.on(({ kind }) => void (kind === 'answered' && replaces.hangUp()));
      else wire.ring();
      this.#ports.emit({
        kind: 'incoming',
        call: runner,
        media,
        ...(replaces && { replaces }),
        ...(forwardedBy && { forwardedBy }),
        ...(ring && { ring }),
      });
    };
    const offer = descriptionOf(message);
    if (offer === undefined || !media.examineOffer) return announce();
    request.trying();
    void this.#unusable(media.examineOffer(offer)).then((error) => {
      if (!error) return announce();
      this.#ports.log.info('incoming call refused', { code: error.code });
      runner.dispatch({ kind: 'media-failed', error });
      media.discard?.();
    });
  }

  /**
   * Why nothing can be agreed on with the caller, who is told so without any ringing (488). Trouble of our own, or an
   * examination that takes its time, is no reason: it may be over when the call is answered.
   */
  async #unusable(examination: Promise<Result<void>>): Promise<Failure | undefined> {
    let stopTimer = (): void => {};
    const tooLong = new Promise<undefined>((resolve) => {
      stopTimer = this.#ports.clock.after(LONGEST_EXAMINATION_MS, () => resolve(undefined));
    });
    const result = await Promise.race([examination.catch(() => undefined), tooLong]);
    stopTimer();
    return result?.ok === false && refusalStatus(result.error) === 488 ? result.error : undefined;
  }

  /** The call that an INVITE is to take over (RFC 3891 section 3); `nobody`: none of ours that stands. */
  #replaced(message: IncomingRequestMessage): CallRunner | 'nobody' | undefined {
    const value = message.getHeader('replaces');
    if (value === undefined) return undefined;
    const wanted = readReplaces(value);
    const found = [...this.#calls.values()].find(({ runner, wire }) => {
      const dialog = wanted && !wanted.isEarlyOnly && !runner.isOver() ? wire.dialog() : undefined;
      return wanted && dialog && isReplaced(dialog, wanted);
    });
    return found?.runner ?? 'nobody';
  }

  /** What names a call's dialog, also while it rings; undefined before there is one. */
  dialogOf(call: SipCall): DialogName | undefined {
    return [...this.#calls.values()].find(({ runner }) => runner === call)?.wire.named();
  }

  /** The call with this dialog, whichever way round the other side counts the tags. */
  callOf({ callId, localTag, remoteTag }: DialogName): SipCall | undefined {
    const found = this.#calls.get(callId);
    const dialog = found?.wire.dialog();
    // One that rings has no dialog of ours yet: its Call-ID must do.
    if (!found || !dialog) return found?.runner;
    const tags = [dialog.localTag, dialog.remoteTag];
    return [localTag, remoteTag].every((tag) => tag === '' || tags.includes(tag)) ? found.runner : undefined;
  }

  #referTo(to: string | SipCall): string | undefined {
    const { core, account } = this.#ports.userAgent;
    if (typeof to === 'string') {
      const target = inviteTarget(to, core.configuration.aor, account);
      return target && `<${target.toString()}>`;
    }
    const other = [...this.#calls.values()].find(({ runner }) => runner === to)?.wire.dialog();
    return other && referToCall(other.target, other);
  }

  /** The call that is made on demand says with Referred-By on whose (RFC 3892). */
  #transferRequest(request: ReferRequest): SipTransferRequest {
    const { uri, replaces } = request.to;
    const target = `sip:${uri.user ?? ''}@${uri.host}`;
    return {
      target,
      isConsulted: replaces !== undefined,
      refuse: () => request.refuse(),
      accept: (media) => {
        const headers = [
          ...(replaces === undefined ? [] : [`Replaces: ${replaces}`, 'Require: replaces']),
          ...(request.referredBy === undefined ? [] : [`Referred-By: ${request.referredBy}`]),
        ];
        const call = this.place(uri, target, media, headers);
        request.tell(100);
        let isTold = false;
        const tell = (status: number): void => {
          if (!isTold) request.tell(status);
          isTold ||= status >= 200;
        };
        call.on((event) => {
          if (event.kind === 'ringing') tell(180);
          else if (event.kind === 'answered') tell(200);
          else if (event.kind === 'ended') tell(referredStatus(event.error));
        });
        return { ok: true, value: call };
      },
    };
  }

  update(message: IncomingRequestMessage): boolean {
    const found = this.#calls.get(message.callId);
    found?.wire.onUpdate(message);
    return found !== undefined;
  }

  /** A SUBSCRIBE in a call's dialog, which only Unified CM's digits come by (RFC 4730). */
  subscribed(message: IncomingRequestMessage): boolean {
    return this.#calls.get(message.callId)?.wire.onSubscribe(message) ?? false;
  }

  /** We are somewhere else now: each call that stands tells its other side, by a re-INVITE with the new Contact. */
  moved(): void {
    for (const { runner } of this.#calls.values()) runner.moved();
  }

  hangUpAll(): void {
    for (const { runner } of this.#calls.values()) void runner.hangUp();
  }

  #open<W extends OutgoingWire | IncomingWire>(
    direction: 'in' | 'out',
    start: ConstructorParameters<typeof CallRunner>[1],
    peer: { name: string; address: string },
    media: SipMedia,
    callId: string,
    makeWire: (sink: CallRunner) => W,
  ): { runner: CallRunner; wire: W } {
    let wire: W | undefined;
    const ports = {
      clock: this.#ports.clock,
      random: this.#ports.random,
      log: this.#ports.log,
      media,
      referTo: (to: string | SipCall) => this.#referTo(to),
      transferRequest: (request: ReferRequest) => this.#transferRequest(request),
      onEnded: () => {
        wire?.dispose();
        this.#calls.delete(callId);
        if (this.#calls.size === 0) this.#ports.onNone?.();
      },
    };
    const runner = new CallRunner(
      direction,
      start,
      peer,
      (sink) => (wire = makeWire(sink as CallRunner)),
      ports,
    );
    if (!wire) throw new Error('the wire is made by the runner');
    this.#calls.set(callId, { runner, wire });
    return { runner, wire };
  }
}

/** What whoever sent us hears of a call there that came to nothing. */
function referredStatus(error: Failure | undefined): number {
  return error === undefined ? 487 : (STATUS_OF_CODE[error.code] ?? 503);
}

const STATUS_OF_CODE: Partial<Record<Failure['code'], number>> = {
  'call.busy': 486,
  'call.declined': 603,
  'call.no-such-number': 404,
  'call.incomplete-number': 484,
  'call.not-allowed': 403,
  'call.unreachable': 480,
  'call.no-answer': 487,
  'call.no-common-codec': 488,
};
