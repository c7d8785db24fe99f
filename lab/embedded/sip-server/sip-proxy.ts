import {
  cloneSip,
  header,
  headers,
  makeResponse,
  parseAddress,
  parseUri,
  removeFirst,
  type SipRequest,
  type SipResponse,
} from './sip-message.ts';
import {
  dialogIds,
  newBranch,
  newTag,
  type ServerTransaction,
  type SipTransactions,
} from './sip-transactions.ts';
import type { Flow } from './sip-transports.ts';

export interface ProxyTarget {
  readonly uri: string;
  readonly flow: Flow;
}

/** Where answers of a proxied request go; a caller inside this process also learns by which flow they came. */
export interface Upstream {
  readonly request: SipRequest;
  /** Absent for calls made by the lab itself. */
  readonly flow: Flow | undefined;
  respond(response: SipResponse, from: Flow): void;
}

interface Branch {
  readonly request: SipRequest;
  readonly flow: Flow;
  response: SipResponse | undefined;
  isCancelled: boolean;
}

/** Adds our Via (RFC 3261 section 16.6 step 8). */
export function viaOf(flow: Flow): string {
  return `SIP/2.0/${flow.transport.toUpperCase()} ${flow.localHost}:${flow.localPort};branch=${newBranch()};rport`;
}

export function recordRouteOf(flow: Flow): string {
  return `<sip:${flow.localHost}:${flow.localPort};transport=${flow.transport};lr>`;
}

/** One request sent on to one or several contacts at once, and its answers brought together (RFC 3261 section 16). */
export class ForkedRequest {
  readonly #transactions: SipTransactions;
  readonly #upstream: Upstream;
  readonly #branches: Branch[] = [];
  readonly #onForward: (response: SipResponse, flow: Flow) => void;
  #isAnswered = false;
  #isDone = false;

  constructor(
    transactions: SipTransactions,
    upstream: Upstream,
    onForward: (response: SipResponse, flow: Flow) => void,
  ) {
    this.#transactions = transactions;
    this.#upstream = upstream;
    this.#onForward = onForward;
  }

  start(targets: readonly ProxyTarget[], isRecorded: boolean): void {
    const hops = Number(header(this.#upstream.request, 'Max-Forwards') ?? 70);
    if (hops <= 0) return this.#finish(makeResponse(this.#upstream.request, 483, [], { tag: newTag() }));
    for (const target of targets) {
      const request = cloneSip(this.#upstream.request);
      request.uri = target.uri;
      request.headers = request.headers.filter(
        (one) => !['max-forwards', 'proxy-authorization'].includes(one.name.toLowerCase()),
      );
      if (isRecorded && this.#upstream.flow)
        request.headers.unshift({ name: 'Record-Route', value: recordRouteOf(target.flow) });
      request.headers.unshift(
        { name: 'Via', value: viaOf(target.flow) },
        { name: 'Max-Forwards', value: String(hops - 1) },
      );
      this.#branches.push({ request, flow: target.flow, response: undefined, isCancelled: false });
    }
    for (const branch of this.#branches)
      this.#transactions.send(branch.request, branch.flow, (response) => this.#onResponse(branch, response));
  }

  /** The caller gave up: every branch that hasn't ended is cancelled; the 487s come back as usual. */
  cancel(): void {
    for (const branch of this.#branches) this.#cancelBranch(branch);
  }

  #cancelBranch(branch: Branch): void {
    if (branch.isCancelled || (branch.response && branch.response.status >= 200)) return;
    branch.isCancelled = true;
    // Section 9.1: not before a provisional answer has come.
    if (branch.response) this.#transactions.cancel(branch.request, branch.flow);
  }

  #onResponse(branch: Branch, response: SipResponse): void {
    const isFirst = branch.response === undefined;
    branch.response = response;
    if (isFirst && branch.isCancelled && response.status < 200)
      this.#transactions.cancel(branch.request, branch.flow);
    if (response.status === 100) return;
    if (response.status < 200) return this.#forward(response, branch.flow);
    if (response.status < 300) {
      this.#isAnswered = true;
      this.#isDone = true;
      this.#forward(response, branch.flow);
      return this.cancel();
    }
    if (response.status >= 600) this.cancel();
    if (this.#branches.every((one) => one.response && one.response.status >= 200))
      this.#finish(this.#best(), branch.flow);
  }

  /** Section 16.7 step 6: a 6xx, else the lowest class; a time-out of ours counts least. */
  #best(): SipResponse {
    const all = this.#branches.flatMap((branch) => (branch.response ? [branch.response] : []));
    const rank = (response: SipResponse): number =>
      response.status >= 600 ? 0 : response.status === 408 ? 599 : response.status;
    return all.reduce((best, one) => (rank(one) < rank(best) ? one : best));
  }

  #finish(response: SipResponse, flow?: Flow): void {
    if (this.#isDone || this.#isAnswered) return;
    this.#isDone = true;
    if (flow) this.#forward(response, flow);
    else this.#upstream.respond(response, this.#upstream.flow as Flow);
  }

  /** Our Via comes off; the caller's Record-Route names the transport the caller uses. */
  #forward(response: SipResponse, from: Flow): void {
    const passed = cloneSip(response);
    removeFirst(passed, 'Via');
    const ours = passed.headers.find(
      (one) => one.name.toLowerCase() === 'record-route' && one.value === recordRouteOf(from),
    );
    if (ours && this.#upstream.flow) ours.value = recordRouteOf(this.#upstream.flow);
    this.#onForward(passed, from);
    this.#upstream.respond(passed, from);
  }
}

interface DialogFlows {
  readonly callerTag: string;
  readonly callerFlow: Flow;
  readonly calleeFlows: Map<string, Flow>;
}

/** Remembers which flows a proxied dialog joins, so that requests inside it find their way (also to WebSocket clients). */
export class DialogTable {
  readonly #dialogs = new Map<string, DialogFlows>();

  opened(request: SipRequest, callerFlow: Flow): void {
    const { callId, from } = dialogIds(request);
    if (!this.#dialogs.has(callId))
      this.#dialogs.set(callId, { callerTag: from, callerFlow, calleeFlows: new Map() });
  }

  answered(response: SipResponse, calleeFlow: Flow): void {
    const { callId, to } = dialogIds(response);
    if (to !== '') this.#dialogs.get(callId)?.calleeFlows.set(to, calleeFlow);
  }

  /** The flow of the other side, or undefined when the dialog is unknown. */
  peerOf(request: SipRequest): Flow | undefined {
    const { callId, from, to } = dialogIds(request);
    const dialog = this.#dialogs.get(callId);
    return from === dialog?.callerTag ? dialog.calleeFlows.get(to) : dialog?.callerFlow;
  }
}

/** Takes our own entries off the route (RFC 3261 section 16.4). */
export function stripOwnRoutes(
  request: SipRequest,
  isOwn: (host: string, port: number | undefined) => boolean,
): void {
  for (;;) {
    const uri = parseUri(parseAddress(headers(request, 'Route')[0] ?? '').uri);
    if (!uri || !isOwn(uri.host, uri.port)) return;
    removeFirst(request, 'Route');
  }
}

/** An upstream that answers a server transaction. */
export function upstreamOf(transaction: ServerTransaction): Upstream {
  return {
    request: transaction.request,
    flow: transaction.flow,
    respond: (response) => transaction.respond(response),
  };
}
