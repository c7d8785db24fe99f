import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import { escapeXml } from '../../link/xml-document.ts';
import {
  collectorFor,
  type CollectorEvent,
  type DigitCollector,
  type KpmlReport,
  reduceCollector,
} from './digit-collector.machine.ts';
import { readKpmlRequest } from './read-kpml-request.ts';

const REQUEST_TYPE = /^\s*application\/kpml-request\+xml/i;
/** What CUCM is told (cisco-uc 12.6), and the longest that is granted. */
const LONGEST_S = 7_200;

export interface KpmlPorts {
  readonly clock: Clock;
  answer(message: IncomingRequestMessage, status: number, headers: readonly string[]): void;
  /** NOTIFY in the call's dialog. */
  notify(headers: readonly string[], body: string | undefined): void;
}

/** The one subscription to the keys of one call (RFC 4730). A new SUBSCRIBE of the dialog replaces what stood. */
export class KpmlReporter {
  readonly #ports: KpmlPorts;
  #collector: DigitCollector | undefined;
  #event = 'kpml';
  #endsAt = 0;
  #seen = -1;
  #stopExpiry: Cancel = () => {};
  #stopWaiting: Cancel = () => {};

  constructor(ports: KpmlPorts) {
    this.#ports = ports;
  }

  /** A SUBSCRIBE inside the call's dialog. */
  subscribed(message: IncomingRequestMessage): void {
    const event = message.getHeader('event') ?? '';
    if (!/^\s*kpml\b/i.test(event))
      return this.#ports.answer(message, 489, ['Allow-Events: kpml, message-summary']);
    const expires = secondsOf(message.getHeader('expires'));
    const body = message.body ?? '';
    const type = message.getHeader('content-type') ?? '';
    if (body !== '' && !REQUEST_TYPE.test(type))
      return this.#ports.answer(message, 415, ['Accept: application/kpml-request+xml']);
    const request = body === '' ? undefined : readKpmlRequest(body);
    this.#ports.answer(message, 200, [`Expires: ${expires}`]);
    // The same once more, because our 200 was lost.
    if (message.cseq <= this.#seen) return;
    this.#seen = message.cseq;
    this.#event = event.trim().slice(0, 300);
    this.#stopWaiting();
    if (expires === 0) return this.#end('timeout', subscriptionOver);
    this.#endsAt = this.#ports.clock.now() + expires * 1_000;
    this.#stopExpiry();
    this.#stopExpiry = this.#ports.clock.after(expires * 1_000, () => this.#end('timeout', subscriptionOver));
    if (body !== '' && !request) return this.#end('noresource', notUnderstood);
    // Without a body it is a refresh: the patterns stay.
    if (request) this.#collector = collectorFor(request);
    this.#ports.notify(this.#headers(this.#active()), undefined);
  }

  /** One key that the person pressed. False: nobody wants to hear of it. */
  pressed(digit: string): boolean {
    if (!this.#collector?.request) return false;
    this.#dispatch({ kind: 'digit', digit });
    return true;
  }

  dispose(): void {
    this.#stopExpiry();
    this.#stopWaiting();
    this.#collector = undefined;
  }

  #dispatch(event: CollectorEvent): void {
    if (!this.#collector) return;
    const step = reduceCollector(this.#collector, event);
    this.#collector = step.state;
    for (const effect of step.effects) {
      this.#stopWaiting();
      if (effect.kind === 'wait')
        this.#stopWaiting = this.#ports.clock.after(effect.ms, () => this.#dispatch({ kind: 'time-up' }));
      else if (effect.kind === 'report' && effect.isLast) this.#end('noresource', effect.report);
      else if (effect.kind === 'report')
        this.#ports.notify(this.#headers(this.#active()), responseBody(effect.report));
    }
  }

  #end(reason: string, report: Omit<KpmlReport, 'code'> & { readonly code: number }): void {
    this.dispose();
    this.#ports.notify(this.#headers(`terminated;reason=${reason}`), responseBody(report));
  }

  #active(): string {
    return `active;expires=${Math.max(0, Math.round((this.#endsAt - this.#ports.clock.now()) / 1_000))}`;
  }

  #headers(state: string): readonly string[] {
    return [`Event: ${this.#event}`, `Subscription-State: ${state}`];
  }
}

const subscriptionOver = { code: 487, text: 'Subscription Exp', digits: '', tag: '' };
const notUnderstood = { code: 501, text: 'Bad Document', digits: '', tag: '' };

function secondsOf(expires: string | undefined): number {
  const asked = /^\s*(\d{1,9})\s*$/.exec(expires ?? '')?.[1];
  return asked === undefined ? LONGEST_S : Math.min(Number(asked), LONGEST_S);
}

function responseBody({
  code,
  text,
  digits,
  tag,
}: {
  code: number;
  text: string;
  digits: string;
  tag: string;
}): string {
  const found = code === 200 || digits !== '' ? ` digits="${digits}"` : '';
  const named = tag === '' ? '' : ` tag="${escapeXml(tag)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<kpml-response xmlns="urn:ietf:params:xml:ns:kpml-response" version="1.0" code="${code}" text="${text}"${found}${named}/>\r\n`;
}
