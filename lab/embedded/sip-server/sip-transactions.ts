import { randomBytes } from 'node:crypto';
import {
  cloneSip,
  header,
  headers,
  makeResponse,
  parseAddress,
  readParams,
  type SipRequest,
  type SipResponse,
} from './sip-message.ts';
import type { Flow } from './sip-transports.ts';

const T1 = 500;
const T2 = 4000;
const LIFE_MS = 64 * T1;

/** A request we got: answers go back by it, retransmissions are absorbed (RFC 3261 section 17.2). */
export interface ServerTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  /** Sends an answer; after a final one nothing more. */
  respond(response: SipResponse): void;
  /** Final status sent, if any. */
  readonly finalStatus: number | undefined;
}

export interface TransactionUser {
  onRequest(transaction: ServerTransaction): void;
  /** ACK to a 2xx: no transaction of its own. */
  onAck(request: SipRequest): void;
}

export function newBranch(): string {
  return `z9hG4bK${randomBytes(9).toString('hex')}`;
}

export function newTag(): string {
  return randomBytes(6).toString('hex');
}

interface Kept {
  readonly transaction: ServerTransaction;
  last: SipResponse | undefined;
  timer: NodeJS.Timeout | undefined;
}

interface Sent {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly onResponse: (response: SipResponse) => void;
  timer: NodeJS.Timeout | undefined;
  readonly giveUp: NodeJS.Timeout;
  hasFinal: boolean;
}

/** RFC 3261 section 17, with the timers that matter on loopback: A, E, G and the 32 s limits. */
export class SipTransactions {
  readonly #user: TransactionUser;
  readonly #incoming = new Map<string, Kept>();
  readonly #outgoing = new Map<string, Sent>();

  constructor(user: TransactionUser) {
    this.#user = user;
  }

  onRequest(request: SipRequest, flow: Flow): void {
    const via = headers(request, 'Via')[0] ?? '';
    const params = readParams(via);
    const key = `${params.get('branch')} ${via.split(/[\s;]/)[1]}`;
    addReceived(request, flow);
    if (request.method === 'ACK') {
      const kept = this.#incoming.get(`INVITE ${key}`);
      if (!kept) return this.#user.onAck(request);
      clearTimeout(kept.timer);
      return;
    }
    const id = `${request.method} ${key}`;
    const known = this.#incoming.get(id);
    if (known) return known.last && flow.send(known.last);
    const kept: Kept = {
      transaction: this.#serve(
        request,
        flow,
        (response) => this.#sendResponse(kept, response),
        () => kept.last,
      ),
      last: undefined,
      timer: undefined,
    };
    this.#incoming.set(id, kept);
    later(() => this.#incoming.delete(id), LIFE_MS * 4);
    this.#user.onRequest(kept.transaction);
  }

  /** The INVITE that a CANCEL is about (section 9.2). */
  inviteOf(cancel: SipRequest): ServerTransaction | undefined {
    const via = headers(cancel, 'Via')[0] ?? '';
    return this.#incoming.get(`INVITE ${readParams(via).get('branch')} ${via.split(/[\s;]/)[1]}`)
      ?.transaction;
  }

  /** False when nobody waits for it. */
  onResponse(response: SipResponse): boolean {
    const branch = readParams(headers(response, 'Via')[0] ?? '').get('branch') ?? '';
    const method = header(response, 'CSeq')?.split(' ')[1] ?? '';
    const sent = this.#outgoing.get(`${method} ${branch}`);
    if (!sent) return false;
    clearTimeout(sent.timer);
    if (response.status >= 200) {
      clearTimeout(sent.giveUp);
      if (sent.request.method === 'INVITE' && response.status >= 300)
        sent.flow.send(ackFor(sent.request, response));
      if (sent.hasFinal && response.status >= 300) return true;
      sent.hasFinal = true;
      later(() => this.#outgoing.delete(`${method} ${branch}`), LIFE_MS);
    }
    sent.onResponse(response);
    return true;
  }

  /** Sends a request whose top Via is ours; answers come until a final one (for INVITE also repeated 2xx). */
  send(request: SipRequest, flow: Flow, onResponse: (response: SipResponse) => void): void {
    const branch = readParams(headers(request, 'Via')[0] ?? '').get('branch') ?? '';
    const id = `${request.method} ${branch}`;
    const giveUp = later(
      () => {
        clearTimeout(sent.timer);
        if (!sent.hasFinal) onResponse(makeResponse(request, 408, [], { tag: newTag() }));
      },
      request.method === 'INVITE' ? 180_000 : LIFE_MS,
    );
    const sent: Sent = { request, flow, onResponse, timer: undefined, giveUp, hasFinal: false };
    this.#outgoing.set(id, sent);
    flow.send(request);
    const repeat = (wait: number): void => {
      sent.timer = later(() => {
        flow.send(request);
        repeat(request.method === 'INVITE' ? wait * 2 : Math.min(wait * 2, T2));
      }, wait);
    };
    if (!flow.isReliable) repeat(T1);
  }

  /** CANCEL for an INVITE we sent (section 9.1): same branch, same Request-URI. */
  cancel(request: SipRequest, flow: Flow): void {
    const cancel = cloneSip(request);
    const kept = cancel.headers.filter((one) =>
      ['from', 'to', 'call-id', 'max-forwards', 'route'].includes(one.name.toLowerCase()),
    );
    const via = { name: 'Via', value: headers(request, 'Via')[0] ?? '' };
    const cseq = { name: 'CSeq', value: `${Number.parseInt(header(request, 'CSeq') ?? '1', 10)} CANCEL` };
    this.send(
      { ...cancel, method: 'CANCEL', headers: [via, ...kept, cseq], body: '' },
      flow,
      () => undefined,
    );
  }

  stop(): void {
    for (const kept of this.#incoming.values()) clearTimeout(kept.timer);
    for (const sent of this.#outgoing.values()) {
      clearTimeout(sent.timer);
      clearTimeout(sent.giveUp);
    }
    this.#incoming.clear();
    this.#outgoing.clear();
  }

  #serve(
    request: SipRequest,
    flow: Flow,
    respond: (response: SipResponse) => void,
    last: () => SipResponse | undefined,
  ): ServerTransaction {
    return {
      request,
      flow,
      respond,
      get finalStatus() {
        const status = last()?.status;
        return status !== undefined && status >= 200 ? status : undefined;
      },
    };
  }

  #sendResponse(kept: Kept, response: SipResponse): void {
    const { request, flow } = kept.transaction;
    if (kept.last && kept.last.status >= 200 && !(kept.last.status < 300 && response.status < 300)) return;
    kept.last = response;
    flow.send(response);
    if (request.method !== 'INVITE' || response.status < 300 || flow.isReliable) return;
    // Timer G: a refusal is repeated until the ACK comes.
    const startedAt = Date.now();
    const repeat = (wait: number): void => {
      kept.timer = later(() => {
        if (Date.now() - startedAt > LIFE_MS) return;
        flow.send(response);
        repeat(Math.min(wait * 2, T2));
      }, wait);
    };
    repeat(T1);
  }
}

/** ACK to a refusal: hop by hop, on the same branch (section 17.1.1.3). */
function ackFor(request: SipRequest, response: SipResponse): SipRequest {
  const copied = request.headers.filter((one) =>
    ['from', 'call-id', 'max-forwards', 'route'].includes(one.name.toLowerCase()),
  );
  const via = { name: 'Via', value: headers(request, 'Via')[0] ?? '' };
  const to = { name: 'To', value: header(response, 'To') ?? '' };
  const cseq = { name: 'CSeq', value: `${Number.parseInt(header(request, 'CSeq') ?? '1', 10)} ACK` };
  return {
    kind: 'request',
    method: 'ACK',
    uri: request.uri,
    headers: [via, ...copied.map((one) => ({ ...one })), to, cseq],
    body: '',
  };
}

/** RFC 3261 section 18.2.1 and RFC 3581: where the request really came from. */
function addReceived(request: SipRequest, flow: Flow): void {
  const via = request.headers.find((one) => one.name.toLowerCase() === 'via');
  if (!via) return;
  const parts = via.value.split(';').map((part) => part.trim());
  const withPort = parts.map((part) => (part.toLowerCase() === 'rport' ? `rport=${flow.remotePort}` : part));
  via.value = [
    ...withPort.filter((part) => !part.toLowerCase().startsWith('received=')),
    `received=${flow.remoteHost}`,
  ].join(';');
}

/** Tags of both ends and the Call-ID, from the side that sent the message. */
export function dialogIds(message: SipRequest | SipResponse): {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
} {
  return {
    callId: header(message, 'Call-ID') ?? '',
    from: parseAddress(header(message, 'From') ?? '').params.get('tag') ?? '',
    to: parseAddress(header(message, 'To') ?? '').params.get('tag') ?? '',
  };
}

export function later(run: () => void, delayMs: number): NodeJS.Timeout {
  return setTimeout(run, delayMs).unref();
}
