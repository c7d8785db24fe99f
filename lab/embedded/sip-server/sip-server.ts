import { randomUUID } from 'node:crypto';
import { LabCall } from './lab-call.ts';
import { type LineBehaviour, STANDARD_LINES, playLine } from './lines.ts';
import { type Binding, Registrar } from './registrar.ts';
import { RemoteCallControl } from './remote-call-control.ts';
import {
  header,
  makeResponse,
  parseAddress,
  parseUri,
  type SipMessage,
  type SipRequest,
} from './sip-message.ts';
import {
  DialogTable,
  ForkedRequest,
  type ProxyTarget,
  stripOwnRoutes,
  upstreamOf,
  viaOf,
} from './sip-proxy.ts';
import type {
  CallUserOptions,
  SipCounters,
  SipFaults,
  SipServer,
  SipServerOptions,
  SipUser,
} from './sip-server-model.ts';
import { dialogIds, newTag, type ServerTransaction, SipTransactions } from './sip-transactions.ts';
import {
  type Flow,
  type SipTransportName,
  type SipTransports,
  startSipTransports,
} from './sip-transports.ts';
import { SipUsers } from './sip-users.ts';

export type { CallUserOptions, SipServer, SipServerOptions } from './sip-server-model.ts';

/** Starts a registrar, a forking proxy and the lab's lines on loopback: UDP, TCP, TLS, WS and WSS. */
export async function startSipServer(options: SipServerOptions): Promise<SipServer> {
  const server = new SipLabServer(options);
  await server.start();
  return server;
}

class SipLabServer implements SipServer {
  readonly domain: string;
  readonly host: string;
  readonly counters: SipCounters = {
    authAttempts: new Map(),
    authFailures: new Map(),
    registrations: new Map(),
    requests: new Map(),
  };
  readonly faults: SipFaults = {
    statusFor: new Map(),
    silentFor: new Set(),
    refuseAuth: new Set(),
    lossPercent: 0,
  };
  readonly calls: LabCall[] = [];
  readonly remoteCallControl: RemoteCallControl | undefined;
  readonly #options: SipServerOptions;
  readonly #users: SipUsers;
  readonly #lines = new Map<string, LineBehaviour>();
  readonly #registrar: Registrar;
  readonly #transactions: SipTransactions;
  readonly #dialogs = new DialogTable();
  readonly #forks = new WeakMap<ServerTransaction, ForkedRequest>();
  readonly #callForks = new Map<LabCall, ForkedRequest>();
  readonly #ringing = new WeakMap<ServerTransaction, LabCall>();
  readonly #taps = new Set<(message: SipMessage, flow: Flow) => void>();
  #transports!: SipTransports;

  constructor(options: SipServerOptions) {
    this.#options = options;
    this.domain = options.domain;
    this.host = options.host ?? '127.0.0.1';
    this.#registrar = new Registrar({
      minExpires: options.minExpires ?? 1,
      maxExpires: options.maxExpires ?? 3600,
      maxContacts: 10,
    });
    const algorithms = options.algorithms ?? ['SHA-256', 'MD5'];
    this.#users = new SipUsers(options.domain, algorithms, this.counters, this.faults);
    this.#transactions = new SipTransactions({
      onRequest: (transaction) => this.#onRequest(transaction),
      onAck: (request) => this.#onAck(request),
    });
    this.remoteCallControl =
      options.remoteCallControl &&
      new RemoteCallControl({
        domain: options.domain,
        setup: options.remoteCallControl,
        transactions: this.#transactions,
        calls: () => this.calls,
        cancelCall: (call) => this.cancelCall(call),
      });
    for (const user of options.users ?? []) this.addUser(user);
    for (const [name, behaviour] of Object.entries({ ...STANDARD_LINES, ...options.lines }))
      this.#lines.set(name, behaviour);
  }

  get ports(): Record<SipTransportName, number> {
    return this.#transports.ports;
  }

  async start(): Promise<void> {
    this.#transports = await startSipTransports({
      host: this.host,
      ports: this.#options.ports ?? {},
      certificate: this.#options.certificate,
      lossPercent: () => this.faults.lossPercent,
      onMessage: (message, flow) => this.#onMessage(message, flow),
      onClosed: (flow) => this.#registrar.forgetFlow(flow),
    });
  }

  async stop(): Promise<void> {
    for (const call of this.calls) call.vanish();
    this.#transactions.stop();
    await this.#transports.stop();
  }

  addUser(user: SipUser): void {
    this.#users.add(user);
  }

  setLine(name: string, behaviour: LineBehaviour): void {
    this.#lines.set(name, behaviour);
  }

  bindings(username: string): readonly Binding[] {
    return this.#registrar.of(username);
  }

  forgetRegistrations(username: string): void {
    this.#registrar.forget(username);
  }

  cut(username?: string): void {
    const flows =
      username === undefined
        ? [...this.#transports.flows]
        : this.#registrar.of(username).map((binding) => binding.flow);
    for (const flow of flows) flow.cut();
  }

  tap(listener: (message: SipMessage, flow: Flow) => void): () => void {
    this.#taps.add(listener);
    return () => this.#taps.delete(listener);
  }

  async callUser(username: string, options: CallUserOptions = {}): Promise<LabCall> {
    const bindings = this.#registrar.of(username);
    const [first] = bindings;
    if (!first) throw new Error(`lab: ${username} is not registered`);
    const from = options.from ?? 'colleague';
    const name = options.displayName ?? this.#users.get(from)?.name ?? from;
    const call = this.#newCall(
      username,
      'out',
      `"${name}" <sip:${from}@${this.domain}>`,
      `<sip:${username}@${this.domain}>`,
      randomUUID(),
      {
        ...options,
        behaviour: options.tone === undefined ? { kind: 'listen' } : { kind: 'tone', hz: options.tone },
      },
    );
    const contact = `<sip:${from}@${first.flow.localHost}:${first.flow.localPort};transport=${first.flow.transport}>`;
    const request = await call.invite(
      `sip:${username}@${this.domain}`,
      contact,
      options.isLateOffer ?? false,
    );
    const fork = new ForkedRequest(
      this.#transactions,
      { request, flow: undefined, respond: (response, flow) => call.onResponse(response, flow) },
      () => undefined,
    );
    this.#callForks.set(call, fork);
    fork.start(targetsOf(bindings), false);
    return call;
  }

  cancelCall(call: LabCall): void {
    if (call.state === 'ringing') this.#callForks.get(call)?.cancel();
  }

  #newCall(
    name: string,
    direction: 'in' | 'out',
    localAddress: string,
    remoteAddress: string,
    callId: string,
    media: Partial<ConstructorParameters<typeof LabCall>[0]['media']> &
      Pick<ConstructorParameters<typeof LabCall>[0]['media'], 'behaviour'>,
  ): LabCall {
    const call = new LabCall({
      transactions: this.#transactions,
      name,
      direction,
      localAddress,
      remoteAddress,
      callId,
      media: { host: this.host, lossPercent: () => this.faults.lossPercent, ...media },
    });
    this.calls.push(call);
    return call;
  }

  #onMessage(message: SipMessage, flow: Flow): void {
    for (const tap of this.#taps) tap(message, flow);
    if (message.kind === 'response') {
      this.#transactions.onResponse(message);
      return;
    }
    if (!this.faults.silentFor.has(message.method)) this.#transactions.onRequest(message, flow);
  }

  #onRequest(transaction: ServerTransaction): void {
    const { request } = transaction;
    this.counters.requests.set(request.method, (this.counters.requests.get(request.method) ?? 0) + 1);
    const refuse = (status: number): void =>
      transaction.respond(makeResponse(request, status, [], { tag: newTag() }));
    const forced = this.faults.statusFor.get(request.method);
    if (forced !== undefined) return refuse(forced);
    if (request.method === 'CANCEL') return this.#onCancel(transaction);
    stripOwnRoutes(request, (host, port) => this.#isOwn(host, port));
    if (dialogIds(request).to !== '') return this.#onDialogRequest(transaction);
    if (request.method === 'REGISTER') return this.#onRegister(transaction);
    if (request.method === 'REFER' && this.remoteCallControl) {
      if (!this.#users.authenticate(transaction, 'Proxy')) return;
      if (this.remoteCallControl.onRefer(transaction)) return;
    }
    const uri = parseUri(request.uri);
    if (!uri || uri.user === '') return refuse(request.method === 'OPTIONS' ? 200 : 404);
    if (!this.#isLocal(uri.host, uri.port)) return refuse(404);
    if (
      (this.#options.isCallAuthenticated ?? true) &&
      request.method !== 'OPTIONS' &&
      !this.#users.authenticate(transaction, 'Proxy')
    )
      return;
    this.#route(transaction, this.#users.resolve(uri.user));
  }

  #onRegister(transaction: ServerTransaction): void {
    const address = parseUri(parseAddress(header(transaction.request, 'To') ?? '').uri);
    const username = this.#users.resolve(address?.user ?? '');
    if (!this.#users.has(username))
      return transaction.respond(makeResponse(transaction.request, 404, [], { tag: newTag() }));
    if (!this.#users.authenticate(transaction, 'WWW')) return;
    count(this.counters.registrations, username);
    this.#registrar.register(username, transaction);
    for (const binding of this.#registrar.of(username)) this.remoteCallControl?.registered(binding);
  }

  #route(transaction: ServerTransaction, username: string): void {
    const { request } = transaction;
    const bindings = this.#registrar.of(username);
    if (bindings.length > 0) return this.#proxy(transaction, targetsOf(bindings));
    const line = this.#lines.get(username);
    if (line && request.method === 'INVITE') return this.#answerByLine(transaction, username, line);
    const status = line ? 200 : this.#users.has(username) ? 480 : 404;
    transaction.respond(
      makeResponse(request, request.method === 'SUBSCRIBE' ? 489 : status, [], { tag: newTag() }),
    );
  }

  #proxy(transaction: ServerTransaction, targets: readonly ProxyTarget[]): void {
    const { request } = transaction;
    const isInvite = request.method === 'INVITE';
    if (isInvite) transaction.respond(makeResponse(request, 100));
    if (isInvite) this.#dialogs.opened(request, transaction.flow);
    const fork = new ForkedRequest(this.#transactions, upstreamOf(transaction), (response, flow) =>
      this.#dialogs.answered(response, flow),
    );
    this.#forks.set(transaction, fork);
    fork.start(targets, isInvite);
  }

  #answerByLine(transaction: ServerTransaction, name: string, line: LineBehaviour): void {
    const { request } = transaction;
    const local = parseAddress(header(request, 'To') ?? '');
    const remote = parseAddress(header(request, 'From') ?? '');
    const call = this.#newCall(
      name,
      'in',
      `"${this.#users.get(name)?.name ?? name}" <${local.uri}>`,
      `"${remote.name}" <${remote.uri}>`,
      dialogIds(request).callId,
      {
        behaviour:
          line.kind === 'echo'
            ? { kind: 'echo' }
            : line.kind === 'tone'
              ? { kind: 'tone', hz: line.hz }
              : { kind: 'listen' },
      },
    );
    call.begin(transaction);
    this.#ringing.set(transaction, call);
    playLine(call, transaction, line);
  }

  #onCancel(transaction: ServerTransaction): void {
    const invite = this.#transactions.inviteOf(transaction.request);
    if (!invite) return transaction.respond(makeResponse(transaction.request, 481, [], { tag: newTag() }));
    transaction.respond(makeResponse(transaction.request, 200, [], { tag: newTag() }));
    if (invite.finalStatus !== undefined) return;
    this.#forks.get(invite)?.cancel();
    this.#ringing.get(invite)?.cancelled(invite);
  }

  #onDialogRequest(transaction: ServerTransaction): void {
    const { request } = transaction;
    const call = this.#callOf(request);
    if (call) return call.onRequest(transaction);
    const peer = this.#dialogs.peerOf(request);
    if (!peer) return transaction.respond(makeResponse(request, 481, [], { tag: newTag() }));
    this.#proxy(transaction, [{ uri: request.uri, flow: this.#liveFlow(peer, request.uri) }]);
  }

  #onAck(request: SipRequest): void {
    stripOwnRoutes(request, (host, port) => this.#isOwn(host, port));
    const call = this.#callOf(request);
    if (call) return call.onAck(request);
    const peer = this.#dialogs.peerOf(request);
    if (!peer) return;
    const target = this.#liveFlow(peer, request.uri);
    request.headers.unshift({ name: 'Via', value: viaOf(target) });
    target.send(request);
  }

  #callOf(request: SipRequest): LabCall | undefined {
    const { callId, to } = dialogIds(request);
    return this.calls.find(
      (call) => call.callId === callId && call.localTag === to && call.state !== 'ended',
    );
  }

  /** A connection that was lost in the call is replaced by the newest one registered for the same contact's user. */
  #liveFlow(flow: Flow, uri: string): Flow {
    if (flow.isOpen()) return flow;
    for (const username of this.#users.names) {
      const binding = this.#registrar
        .of(username)
        .find((one) => one.contact === uri || parseUri(one.contact)?.user === parseUri(uri)?.user);
      if (binding) return binding.flow;
    }
    return flow;
  }

  #isOwn(host: string, port: number | undefined): boolean {
    return host === this.host && (port === undefined || Object.values(this.ports).includes(port));
  }

  #isLocal(host: string, port: number | undefined): boolean {
    return (
      host === '' ||
      host.toLowerCase() === this.domain ||
      host.toLowerCase().endsWith(`.${this.domain}`) ||
      this.#isOwn(host, port)
    );
  }
}

function targetsOf(bindings: readonly Binding[]): ProxyTarget[] {
  return bindings.map((binding) => ({ uri: binding.contact, flow: binding.flow }));
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
