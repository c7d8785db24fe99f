import { type Failure, fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Sip, SipControl } from '../../ports/sip.port.ts';
import type { XmlElement } from '../link/xml-document.ts';
import { failureOfError } from './csta-failures.ts';
import { type CstaRequest, writeCsta, writeCstaAnswer } from './csta-requests.ts';
import { type CstaEvent, type CstaMessage, readCsta } from './read-csta.ts';

export interface CstaChannelPorts {
  readonly sip: Pick<Sip, 'control'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface CstaChannelListener {
  onEvent(event: CstaEvent): void;
  /** The phone ended it, or can't be reached. Not told after `end`. */
  onEnded(error: Failure): void;
}

/** An answer that comes by itself, in an INFO of the phone's own, comes within this. */
const ANSWER_MS = 5_000;

/** Questions to a phone and its answers, one after the other, besides whatever it tells by itself. */
export class CstaChannel {
  readonly #ports: CstaChannelPorts;
  readonly #listener: CstaChannelListener;
  #control: SipControl | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Waits for an answer that didn't come with the 200: only one question is open at a time, so it needs no name. */
  #waiting: { readonly service: string; settle(result: Result<XmlElement>): void } | undefined;

  constructor(ports: CstaChannelPorts, listener: CstaChannelListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  /** `body` is RequestSystemStatus; a phone that is not `normal` can't be controlled. */
  async open(address: string, body: string): Promise<Result<void>> {
    const opened = await this.#ports.sip.control(address, body, {
      onInfo: (text) => this.#told(text),
      onEnded: (error) => {
        this.#control = undefined;
        this.#settle({ ok: false, error });
        this.#listener.onEnded(error);
      },
    });
    if (!opened.ok) return opened;
    this.#control = opened.value.control;
    const read = readCsta(opened.value.answer);
    const error = read?.kind === 'error' ? failureOfError(read.group, read.value) : refusedStatus(read);
    if (!error) return ok();
    this.end();
    return { ok: false, error };
  }

  ask(request: CstaRequest): Promise<Result<XmlElement>> {
    const result = this.#last.then(() => this.#ask(request));
    this.#last = result;
    return result;
  }

  end(): void {
    const control = this.#control;
    this.#control = undefined;
    this.#settle(fail('desk-phone.lost', undefined, 'ended'));
    control?.end();
  }

  async #ask(request: CstaRequest): Promise<Result<XmlElement>> {
    if (!this.#control) return fail('desk-phone.lost', undefined, 'no link');
    // The answer may overtake the 200: it is waited for before the question is sent.
    const separate = new Promise<Result<XmlElement>>((resolve) => {
      this.#waiting = { service: request.service, settle: resolve };
    });
    const sent = await this.#control.info(writeCsta(request));
    const answer = sent.ok ? answerIn(readCsta(sent.value), request.service) : sent;
    if (answer) {
      this.#waiting = undefined;
      return answer;
    }
    const stopTimer = this.#ports.clock.after(ANSWER_MS, () =>
      this.#settle(fail('desk-phone.lost', undefined, `no answer to ${request.service}`)),
    );
    const result = await separate;
    stopTimer();
    return result;
  }

  #settle(result: Result<XmlElement>): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.settle(result);
  }

  #told(text: string): string | undefined {
    const message = readCsta(text);
    if (!message) return undefined;
    const answer = this.#waiting && answerIn(message, this.#waiting.service);
    if (answer) this.#settle(answer);
    else if (message.kind === 'event') this.#listener.onEvent(message.event);
    else if (message.kind === 'request') return writeCstaAnswer(message.service);
    return undefined;
  }
}

/** What a message says to the question about this service; undefined: nothing. */
function answerIn(message: CstaMessage | undefined, service: string): Result<XmlElement> | undefined {
  if (message?.kind === 'error') return { ok: false, error: failureOfError(message.group, message.value) };
  return message?.kind === 'response' && message.service === service ? ok(message.body) : undefined;
}

/** ECMA-269 clause 12.2.23: whatever is not `normal` or a mere warning serves nobody now. Silence is taken for yes. */
function refusedStatus(message: CstaMessage | undefined): Failure | undefined {
  if (message?.kind !== 'response') return undefined;
  const status = message.body.children.find(({ name }) => name === 'systemStatus')?.text ?? 'normal';
  const serves = [
    'normal',
    'enable',
    'overloadImminent',
    'overloadReached',
    'overloadRelieved',
    'partiallyDisabled',
  ];
  return serves.includes(status)
    ? undefined
    : { code: 'desk-phone.lost', detail: `systemStatus ${status.slice(0, 50)}` };
}
