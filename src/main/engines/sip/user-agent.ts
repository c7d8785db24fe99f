import {
  type Body,
  C,
  IncomingRequestMessage,
  type IncomingInviteRequest,
  type IncomingResponseMessage,
  type LoggerFactory,
  type OutgoingRequestMessage,
  type Transport,
  TransportError,
  URI,
  UserAgentCore,
  type UserAgentCoreConfiguration,
} from 'sip.js/lib/core/index.js';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { RemoteNote, SipAccount } from '../../ports/sip.port.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { createCredentials, type Credentials } from './digest/sipjs-credentials.ts';
import { answerMalformed } from './message/answer-malformed.ts';
import { readIncoming } from './message/read-incoming.ts';
import { contactFor, unboundContact } from './contact.ts';
import { ALLOWED_METHODS, quotableName, withAllowedMethods } from './outgoing-text.ts';
import { readRemotecc, readResponse } from './remotecc/read-remotecc.ts';
import { REMOTECC_TYPE } from './remotecc/softkey.ts';
import { sipjsLoggers } from './sipjs-log.ts';
import { type SipFlow, viaName } from './transport/sip-flow.ts';

export interface UserAgentHandlers {
  onInvite(request: IncomingInviteRequest): void;
  /** An UPDATE (RFC 3311), which sip.js doesn't know. False: no call of ours has that dialog. */
  onUpdate(message: IncomingRequestMessage): boolean;
  /** A SUBSCRIBE (RFC 6665) within a dialog. False: no call of ours has it. */
  onSubscribe(message: IncomingRequestMessage): boolean;
  /** What a Unified CM says, by a REFER of its own (cisco-uc 13.2). */
  onRemote?(note: RemoteNote): void;
  onMessageSummary?(body: string): void;
}

interface UserAgentPorts {
  readonly random: Random;
  readonly log: Log;
  /** The User-Agent header. */
  readonly software: string;
}

/** What extensions we take part in when a request requires them (RFC 3261 section 8.2.2.3). */
const SUPPORTED = ['100rel', 'replaces', 'norefersub', 'timer'];
const MOST_PRESSED = 50;

/**
 * One account's transactions and dialogs, over sip.js' core. Flows come and go beneath it, dialogs stay:
 * Via and Contact name whichever flow is attached when a message is made.
 */
export class UserAgent {
  readonly core: UserAgentCore;
  account: SipAccount;
  /** Which of two registrations at once this is (cisco-uc 9.4). */
  regId: 1 | 2 = 1;
  readonly #configuration: Mutable<UserAgentCoreConfiguration>;
  readonly #loggers: LoggerFactory;
  readonly #ports: UserAgentPorts;
  readonly #handlers: UserAgentHandlers;
  /** What the registrar wants our requests to pass on their way (RFC 3608). */
  #serviceRoute: readonly string[] = [];
  #flow: SipFlow | undefined;
  #transport: Transport = NO_TRANSPORT;
  /** Call-IDs of the keys pressed lately. */
  readonly #pressed = new Set<string>();

  constructor(account: SipAccount, aor: URI, ports: UserAgentPorts, handlers: UserAgentHandlers) {
    this.account = account;
    this.#ports = ports;
    this.#handlers = handlers;
    this.#loggers = sipjsLoggers(ports.log);
    const token = Buffer.from(ports.random.bytes(8)).toString('hex');
    this.#configuration = {
      aor,
      // CUCM calls a line by the name that its device file gave out (cisco-uc 6.2); elsewhere any will do.
      contact: unboundContact(account, account.device?.contactUser ?? token),
      displayName: quotableName(account.displayName),
      loggerFactory: this.#loggers,
      hackViaTcp: false,
      routeSet: [...(account.route ?? [])],
      sipjsId: token,
      supportedOptionTags: SUPPORTED,
      supportedOptionTagsResponse: SUPPORTED,
      userAgentHeaderFieldValue: ports.software,
      viaForceRport: true,
      viaHost: 'unbound.invalid',
      authenticationFactory: () => createCredentials(this.#loggers, this.#credentials(), ports.random),
      transportAccessor: () => this.#transport,
    };
    this.core = new UserAgentCore(this.#configuration, {
      onInvite: (request) => handlers.onInvite(request),
      onMessage: (request) =>
        void request.reject({ statusCode: 405, extraHeaders: [`Allow: ${ALLOWED_METHODS}`] }),
      // Message-waiting notes come unasked (RFC 3842).
      onNotify: (request) => {
        const { message } = request;
        if (!isMessageSummary(message)) return void request.reject({ statusCode: 489 });
        request.accept();
        handlers.onMessageSummary?.((message.body ?? '').slice(0, 4_000));
      },
      // CUCM sends its updates and orders this way (cisco-uc 12.2). Only a device of one obeys: an order may open a microphone.
      onRefer: (request) => {
        const { message } = request;
        if (!isRemotecc(message))
          return void request.reject({ statusCode: 405, extraHeaders: [`Allow: ${ALLOWED_METHODS}`] });
        request.accept({ statusCode: 202 });
        if (!this.account.device) return;
        for (const note of readRemotecc(message)) handlers.onRemote?.(note);
      },
    });
  }

  /** The same line by other servers: what is sent from now on goes by their route. Dialogs keep their own. */
  move(account: SipAccount): void {
    this.account = account;
    this.#configuration.routeSet = [...(account.route ?? [])];
    this.#serviceRoute = [];
  }

  /**
   * Service-Route of the 200 to REGISTER (RFC 3608 section 6): for requests that begin something, but REGISTER. A Unified CM
   * says its own way beforehand, in the account.
   */
  setServiceRoute(values: readonly string[]): void {
    this.#serviceRoute = this.account.device ? [] : values.slice(0, 10);
  }

  get flow(): SipFlow | undefined {
    return this.#flow;
  }

  /** Headers that every dialog-forming or target-refreshing request of ours carries. */
  contactHeader(): string {
    return `Contact: ${this.#configuration.contact.toString()}`;
  }

  contactUri(): URI {
    return this.#configuration.contact.uri;
  }

  attach(flow: SipFlow): void {
    this.#flow = flow;
    this.#transport = {
      protocol: viaName(flow.transport),
      send: (text) => flow.send(withAllowedMethods(text)),
    };
    this.#configuration.viaHost = flow.sentBy;
    this.#configuration.contact = contactFor(this.account, this.contactUri().user ?? '', flow, this.regId);
  }

  detach(): void {
    this.#flow = undefined;
    this.#transport = NO_TRANSPORT;
  }

  /** A request outside of any dialog, from the account to `target`. Call-ID and tag are strong, unlike sip.js' own. */
  request(
    method: string,
    target: URI,
    options: {
      to?: URI;
      headers?: readonly string[];
      callId?: string;
      sequence?: number;
      optionTags?: string[];
    } = {},
    content?: string | Body,
  ): OutgoingRequestMessage {
    const { aor } = this.#configuration;
    const message = this.core.makeOutgoingRequestMessage(
      method,
      target,
      aor,
      options.to ?? target,
      {
        callId: options.callId ?? this.#ports.random.uuid(),
        fromTag: Buffer.from(this.#ports.random.bytes(8)).toString('hex'),
        ...(options.sequence !== undefined && { cseq: options.sequence }),
        ...(options.optionTags && { optionTags: options.optionTags }),
      },
      [...(options.headers ?? [])],
      ...(content === undefined ? [] : [typeof content === 'string' ? sessionBody(content) : content]),
    );
    if (method !== C.REGISTER && this.#serviceRoute.length > 0)
      message.setHeader('route', [...(this.account.route ?? []), ...this.#serviceRoute]);
    return message;
  }

  /** Presses a soft key at the server (cisco-uc 13.1): ok when it was taken. A later NOTIFY may still say that it came to nothing. */
  press(body: string): Promise<Result<void>> {
    const { aor } = this.#configuration;
    const callId = this.#ports.random.uuid();
    const message = this.request(
      C.REFER,
      new URI('sip', '', aor.host, aor.port),
      {
        to: aor,
        callId,
        headers: [
          this.contactHeader(),
          `Refer-To: <cid:${callId}@parlance.invalid>`,
          `Content-Id: <${callId}@parlance.invalid>`,
          'Require: norefersub',
        ],
      },
      { contentDisposition: 'session;handling=required', contentType: REMOTECC_TYPE, content: body },
    );
    this.#pressed.add(callId);
    // The server reports within seconds; a set that only grew would be a leak.
    if (this.#pressed.size > MOST_PRESSED) this.#pressed.delete([...this.#pressed][0] ?? '');
    return new Promise((resolve) => {
      const refused = ({ message: response }: { message: IncomingResponseMessage }): void => {
        this.#pressed.delete(callId);
        const words = `${response.statusCode ?? 0} ${response.reasonPhrase ?? ''}`.trim();
        resolve(fail('call.feature-refused', undefined, words));
      };
      this.core.request(message, { onAccept: () => resolve(ok()), onReject: refused, onRedirect: refused });
    });
  }

  /** What became of a key: sip.js knows no subscription for it. True: it was ours, and is answered. */
  #reported(message: IncomingRequestMessage): boolean {
    if (!this.#pressed.has(message.callId) || !/^\s*refer\b/i.test(message.getHeader('event') ?? ''))
      return false;
    this.core.replyStateless(message, { statusCode: 200 });
    const response = readResponse(message);
    if (response && response.code >= 300)
      this.#handlers.onRemote?.({ kind: 'result', feature: response.reason, isDone: false });
    return true;
  }

  /** One message from the flow. Never throws, whatever it says. */
  receive(text: string): void {
    const hasToken = this.account.tokens !== undefined;
    const incoming = readIncoming(text, this.#loggers.getLogger('sip.parser'), hasToken);
    if (incoming.kind === 'unusable') {
      this.#ports.log.debug('message dropped', { why: incoming.why });
      const refusal = answerMalformed(text, Buffer.from(this.#ports.random.bytes(8)).toString('hex'));
      if (refusal !== undefined) void this.#transport.send(refusal).catch(() => undefined);
      return;
    }
    try {
      if (incoming.kind === 'response') this.core.receiveIncomingResponseFromTransport(incoming.message);
      else this.#receiveRequest(incoming.message);
    } catch (error) {
      this.#ports.log.warn('message not handled', {
        method: incoming.message.method,
        name: error instanceof Error ? error.name : 'unknown',
      });
      if (incoming.kind === 'request') this.#answerBroken(incoming.message);
    }
  }

  dispose(): void {
    this.core.dispose();
    this.detach();
  }

  #credentials(): Credentials {
    const { authUser, password, tokens } = this.account;
    const isEncrypted = this.#flow?.transport === 'tls' || this.#flow?.transport === 'wss';
    return {
      authUser,
      password,
      ...(tokens && {
        token: () => (isEncrypted ? tokens.current() : undefined),
        isFrom: (issuer) => tokens.isFrom?.(issuer) ?? true,
      }),
    };
  }

  #receiveRequest(message: IncomingRequestMessage): void {
    const required = unsupported(message);
    if (required.length > 0)
      return void this.core.replyStateless(message, {
        statusCode: 420,
        extraHeaders: [`Unsupported: ${required.join(', ')}`],
      });
    switch (message.method) {
      case 'UPDATE':
        if (!this.#isInDialog(message) || !this.#handlers.onUpdate(message))
          this.core.replyStateless(message, { statusCode: 481 });
        return;
      case C.NOTIFY:
        if (!this.#reported(message)) this.core.receiveIncomingRequestFromTransport(message);
        return;
      case C.SUBSCRIBE:
        if (message.toTag && this.#handlers.onSubscribe(message)) return;
        return void this.core.replyStateless(message, {
          statusCode: 489,
          extraHeaders: ['Allow-Events: kpml, message-summary'],
        });
      case C.REGISTER:
      case C.PUBLISH:
        return void this.core.replyStateless(message, {
          statusCode: 405,
          extraHeaders: [`Allow: ${ALLOWED_METHODS}`],
        });
      default:
        this.core.receiveIncomingRequestFromTransport(message);
    }
  }

  #isInDialog({ callId, toTag, fromTag }: IncomingRequestMessage): boolean {
    return this.core.dialogs.has(callId + toTag + fromTag);
  }

  /** sip.js throws on some nonsense (a Contact it can't read, a CANCEL of nothing); the sender is told once. */
  #answerBroken(message: IncomingRequestMessage): void {
    if (message.method === C.ACK) return;
    try {
      this.core.replyStateless(message, { statusCode: 400 });
    } catch {
      this.#ports.log.debug('no answer possible', { method: message.method });
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NO_TRANSPORT: Transport = {
  protocol: 'TCP',
  send: () => Promise.reject(new TransportError('not connected')),
};

export const sessionBody = (content: string) => ({
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content,
});

function unsupported(message: IncomingRequestMessage): string[] {
  if (message.method === C.ACK || message.method === C.CANCEL) return [];
  const tags = message
    .getHeaders('require')
    .join(',')
    .split(',')
    .map((tag) => tag.trim().toLowerCase());
  return tags.filter((tag) => tag !== '' && !SUPPORTED.includes(tag)).slice(0, 10);
}

const isMessageSummary = (message: IncomingRequestMessage): boolean =>
  /^\s*message-summary\b/i.test(message.getHeader('event') ?? '');
const isRemotecc = (message: IncomingRequestMessage): boolean =>
  /x-cisco-remotecc|multipart\/mixed/i.test(message.getHeader('content-type') ?? '');
