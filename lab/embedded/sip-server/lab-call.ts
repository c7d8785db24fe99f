import { MediaLine, type MediaOptions } from '../media/media-line.ts';
import {
  header,
  headers,
  makeResponse,
  parseAddress,
  type SipHeader,
  type SipRequest,
  type SipResponse,
} from './sip-message.ts';
import {
  dialogIds,
  later,
  newTag,
  type ServerTransaction,
  type SipTransactions,
} from './sip-transactions.ts';
import type { Flow } from './sip-transports.ts';
import { viaOf } from './sip-proxy.ts';

export type LabCallState = 'ringing' | 'answered' | 'ended';

export interface LabCallParts {
  readonly transactions: SipTransactions;
  readonly media: MediaOptions;
  /** The line's own address, in angle brackets with a name. */
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly callId: string;
  /** Line or user name that this call is about. */
  readonly name: string;
  readonly direction: 'in' | 'out';
}

/** One call of a lab line: the signalling end and its sound. A test's view of "the other person". */
export class LabCall {
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly callId: string;
  state: LabCallState = 'ringing';
  /** Final status of the INVITE, and how it ended: `bye`, `hung-up`, `cancelled`, `refused`. */
  status = 0;
  endReason = '';
  hasAck = false;
  /** Digits that came by INFO; those by RTP are in `media.counters.digits`. */
  infoDigits = '';
  /** Methods that arrived in the dialog. */
  readonly requests: string[] = [];
  media: MediaLine | undefined;
  /** True once answered, false when it ended before. */
  readonly answered: Promise<boolean>;
  readonly ended: Promise<string>;
  readonly #parts: LabCallParts;
  readonly #localTag = newTag();
  #remoteTag = '';
  #target = '';
  #routes: readonly string[] = [];
  #sequence = 1;
  #flow: Flow | undefined;
  #resolveAnswered!: (isAnswered: boolean) => void;
  #resolveEnded!: (reason: string) => void;
  #repeat: NodeJS.Timeout | undefined;
  #hasOffered = false;

  constructor(parts: LabCallParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.direction = parts.direction;
    this.callId = parts.callId;
    this.answered = new Promise((resolve) => {
      this.#resolveAnswered = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  get localTag(): string {
    return this.#localTag;
  }

  get remoteTag(): string {
    return this.#remoteTag;
  }

  get remoteAddress(): string {
    return this.#parts.remoteAddress;
  }

  // ---- as the called side ----

  /** Takes the first INVITE; nothing is answered yet. */
  begin(transaction: ServerTransaction): void {
    const { request, flow } = transaction;
    this.#flow = flow;
    this.#remoteTag = dialogIds(request).from;
    this.#target = parseAddress(header(request, 'Contact') ?? '').uri;
    this.#routes = headers(request, 'Record-Route');
  }

  ring(transaction: ServerTransaction): void {
    this.#respond(transaction, 180);
  }

  refuse(transaction: ServerTransaction, status: number): void {
    this.status = status;
    this.#respond(transaction, status);
    this.#end('refused');
  }

  /** 200 with an answer, or with an offer when the INVITE had none. Repeated until the ACK (RFC 3261 section 13.3.1.4). */
  async answer(transaction: ServerTransaction): Promise<void> {
    if (this.state === 'ended') return;
    const media = await this.#openMedia();
    if (this.#isOver()) return media.close();
    const { body } = transaction.request;
    if (body !== '' && !media.acceptOffer(body)) return this.refuse(transaction, 488);
    this.#hasOffered = body === '';
    this.status = 200;
    this.state = 'answered';
    const send = (): void => this.#respond(transaction, 200, media.describe());
    send();
    this.#repeatUntilAck(() => transaction.respond(this.#lastOk as SipResponse));
    this.#resolveAnswered(true);
  }

  #isOver(): boolean {
    return this.state === 'ended';
  }

  cancelled(transaction: ServerTransaction | undefined): void {
    if (this.state !== 'ringing') return;
    this.status = 487;
    if (transaction) this.#respond(transaction, 487);
    this.#end('cancelled');
  }

  // ---- as the calling side ----

  /** The INVITE to send; the proxy's forking brings the answers to `onResponse`. */
  async invite(uri: string, contact: string, isLateOffer: boolean): Promise<SipRequest> {
    const media = await this.#openMedia();
    this.#hasOffered = !isLateOffer;
    const body = isLateOffer ? '' : media.describe();
    return this.#request(
      'INVITE',
      uri,
      [{ name: 'Contact', value: contact }, ...(body === '' ? [] : [SDP_TYPE])],
      body,
    );
  }

  onResponse(response: SipResponse, flow: Flow): void {
    if (response.status < 200) return;
    this.status = response.status;
    if (response.status >= 300) return this.#end('refused');
    const isRepeated = this.state === 'answered';
    this.#flow = flow;
    this.#remoteTag = dialogIds(response).to;
    this.#target = parseAddress(header(response, 'Contact') ?? '').uri;
    this.#routes = headers(response, 'Record-Route').reverse();
    let answer = '';
    if (!isRepeated && this.#hasOffered) this.media?.acceptAnswer(response.body);
    else if (this.media?.acceptOffer(response.body)) answer = this.media.describe();
    this.#sendAck(response, answer);
    if (isRepeated) return;
    this.state = 'answered';
    this.#resolveAnswered(true);
  }

  // ---- inside the call ----

  onAck(request: SipRequest): void {
    this.hasAck = true;
    clearTimeout(this.#repeat);
    if (this.#hasOffered && this.direction === 'in' && request.body !== '')
      this.media?.acceptAnswer(request.body);
  }

  onRequest(transaction: ServerTransaction): void {
    const { request } = transaction;
    this.requests.push(request.method);
    switch (request.method) {
      case 'BYE':
        this.#respond(transaction, 200);
        return this.#end('bye');
      case 'INVITE':
      case 'UPDATE':
        return this.#onOffer(transaction);
      case 'INFO':
        this.infoDigits += /^\s*(?:Signal\s*=\s*)?([0-9*#A-D])/i.exec(request.body)?.[1] ?? '';
        return this.#respond(transaction, 200);
      case 'OPTIONS':
      case 'MESSAGE':
      case 'NOTIFY':
        return this.#respond(transaction, 200);
      default:
        return this.#respond(transaction, 501);
    }
  }

  hangUp(): void {
    if (this.state !== 'answered') return;
    this.#send('BYE', [], '', () => undefined);
    this.#end('hung-up');
  }

  /** Puts the other side on hold, or takes it back; resolves with the final status. */
  hold(isHeld: boolean): Promise<number> {
    this.media?.want(isHeld ? 'sendonly' : 'sendrecv');
    return new Promise((resolve) => {
      const contact = { name: 'Contact', value: this.#contact };
      this.#send('INVITE', [contact, SDP_TYPE], this.media?.describe() ?? '', (response) => {
        if (response.status < 200) return;
        if (response.status < 300) {
          this.media?.acceptAnswer(response.body);
          this.#sendAck(response, '');
        }
        resolve(response.status);
      });
    });
  }

  /** Ends without a word: what a crashed peer does. */
  vanish(): void {
    this.#end('vanished');
  }

  #onOffer(transaction: ServerTransaction): void {
    const { body } = transaction.request;
    const contact = parseAddress(header(transaction.request, 'Contact') ?? '').uri;
    if (contact !== '') this.#target = contact;
    if (!this.media) return this.#respond(transaction, 488);
    this.#hasOffered = body === '' && transaction.request.method === 'INVITE';
    if (body !== '' && !this.media.acceptOffer(body)) return this.#respond(transaction, 488);
    const isDescribed = body !== '' || this.#hasOffered;
    this.#respond(transaction, 200, isDescribed ? this.media.describe() : '');
    if (transaction.request.method === 'INVITE')
      this.#repeatUntilAck(() => transaction.respond(this.#lastOk as SipResponse));
  }

  #lastOk: SipResponse | undefined;

  async #openMedia(): Promise<MediaLine> {
    this.media ??= await MediaLine.open(this.#parts.media);
    return this.media;
  }

  get #contact(): string {
    const user = /sip:([^@;>]*)/.exec(this.#parts.localAddress)?.[1] ?? 'lab';
    return `<sip:${user}@${this.#flow?.localHost}:${this.#flow?.localPort};transport=${this.#flow?.transport}>`;
  }

  #respond(transaction: ServerTransaction, status: number, body = ''): void {
    const more: SipHeader[] =
      status < 300
        ? [
            { name: 'Contact', value: this.#contact },
            { name: 'Allow', value: 'INVITE, ACK, BYE, CANCEL, INFO, UPDATE, OPTIONS' },
          ]
        : [];
    const response = makeResponse(transaction.request, status, body === '' ? more : [...more, SDP_TYPE], {
      tag: this.#localTag,
      body,
    });
    if (status === 200) this.#lastOk = response;
    transaction.respond(response);
  }

  #repeatUntilAck(send: () => void): void {
    this.hasAck = false;
    clearTimeout(this.#repeat);
    const repeat = (wait: number, spent: number): void => {
      this.#repeat = later(() => {
        if (this.hasAck || this.state === 'ended') return;
        if (spent >= 32_000) return this.hangUp();
        send();
        repeat(Math.min(wait * 2, 4000), spent + wait);
      }, wait);
    };
    repeat(500, 0);
  }

  #request(
    method: string,
    uri: string,
    more: readonly SipHeader[],
    body: string,
    sequence = this.#sequence,
  ): SipRequest {
    const { localAddress, remoteAddress } = this.#parts;
    return {
      kind: 'request',
      method,
      uri,
      headers: [
        { name: 'Max-Forwards', value: '70' },
        ...this.#routes.map((value) => ({ name: 'Route', value })),
        { name: 'From', value: `${localAddress};tag=${this.#localTag}` },
        {
          name: 'To',
          value: this.#remoteTag === '' ? remoteAddress : `${remoteAddress};tag=${this.#remoteTag}`,
        },
        { name: 'Call-ID', value: this.callId },
        { name: 'CSeq', value: `${sequence} ${method}` },
        { name: 'User-Agent', value: 'Parlance-lab' },
        ...more.map((one) => ({ ...one })),
      ],
      body,
    };
  }

  #send(
    method: string,
    more: readonly SipHeader[],
    body: string,
    onResponse: (response: SipResponse) => void,
  ): void {
    const flow = this.#flow;
    if (!flow) return;
    this.#sequence++;
    const request = this.#request(method, this.#target, more, body);
    request.headers.unshift({ name: 'Via', value: viaOf(flow) });
    this.#parts.transactions.send(request, flow, onResponse);
  }

  #sendAck(response: SipResponse, body: string): void {
    const flow = this.#flow;
    if (!flow) return;
    const sequence = Number.parseInt(header(response, 'CSeq') ?? '1', 10);
    const ack = this.#request('ACK', this.#target, body === '' ? [] : [SDP_TYPE], body, sequence);
    ack.headers.unshift({ name: 'Via', value: viaOf(flow) });
    flow.send(ack);
  }

  #end(reason: string): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.endReason = reason;
    clearTimeout(this.#repeat);
    // Counters stay readable; only the sockets go.
    this.media?.close();
    this.#resolveAnswered(false);
    this.#resolveEnded(reason);
  }
}

const SDP_TYPE: SipHeader = { name: 'Content-Type', value: 'application/sdp' };
