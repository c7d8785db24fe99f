import {
  C,
  IncomingRequestMessage,
  type IncomingInviteRequest,
  type LoggerFactory,
  type OutgoingRequestMessage,
  type Transport,
  TransportError,
  type URI,
  UserAgentCore,
  type UserAgentCoreConfiguration,
} from 'sip.js/lib/core/index.js';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SipAccount } from '../../ports/sip.port.ts';
import { createCredentials, type Credentials } from './digest/sipjs-credentials.ts';
import { readIncoming } from './message/read-incoming.ts';
import { contactFor, unboundContact } from './contact.ts';
import { ALLOWED_METHODS, quotableName, withAllowedMethods } from './outgoing-text.ts';
import { sipjsLoggers } from './sipjs-log.ts';
import { type SipFlow, viaName } from './transport/sip-flow.ts';

export interface UserAgentHandlers {
  onInvite(request: IncomingInviteRequest): void;
  /** An UPDATE (RFC 3311), which sip.js doesn't know. False: no call of ours has that dialog. */
  onUpdate(message: IncomingRequestMessage): boolean;
}

interface UserAgentPorts {
  readonly random: Random;
  readonly log: Log;
  /** The User-Agent header. */
  readonly software: string;
}

/** What extensions we take part in when a request requires them (RFC 3261 section 8.2.2.3). */
const SUPPORTED = ['100rel', 'replaces'];

/**
 * One account's transactions and dialogs, over sip.js' core. Flows come and go beneath it, dialogs stay:
 * Via and Contact name whichever flow is attached when a message is made.
 */
export class UserAgent {
  readonly core: UserAgentCore;
  account: SipAccount;
  readonly #configuration: Mutable<UserAgentCoreConfiguration>;
  readonly #loggers: LoggerFactory;
  readonly #ports: UserAgentPorts;
  readonly #handlers: UserAgentHandlers;
  #flow: SipFlow | undefined;
  #transport: Transport = NO_TRANSPORT;

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
      // Message-waiting notes come unasked (RFC 3842); nobody shows them yet, but the server must not repeat them.
      onNotify: (request) =>
        void (isMessageSummary(request.message) ? request.accept() : request.reject({ statusCode: 489 })),
      // CUCM sends its bulk updates this way (cisco-uc 12.2): taken, not acted upon.
      onRefer: (request) =>
        void (isRemotecc(request.message)
          ? request.accept({ statusCode: 202 })
          : request.reject({ statusCode: 405 })),
    });
  }

  /** The same line by other servers: what is sent from now on goes by their route. Dialogs keep their own. */
  move(account: SipAccount): void {
    this.account = account;
    this.#configuration.routeSet = [...(account.route ?? [])];
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
    this.#configuration.contact = contactFor(this.account, this.contactUri().user ?? '', flow);
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
    description?: string,
  ): OutgoingRequestMessage {
    const { aor } = this.#configuration;
    return this.core.makeOutgoingRequestMessage(
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
      ...(description === undefined ? [] : [sessionBody(description)]),
    );
  }

  /** One message from the flow. Never throws, whatever it says. */
  receive(text: string): void {
    const incoming = readIncoming(text, this.#loggers.getLogger('sip.parser'));
    if (incoming.kind === 'unusable') {
      this.#ports.log.debug('message dropped', { why: incoming.why });
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
      ...(tokens && { token: () => (isEncrypted ? tokens.current() : undefined) }),
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
        if (!this.#handlers.onUpdate(message)) this.core.replyStateless(message, { statusCode: 481 });
        return;
      case C.SUBSCRIBE:
        return void this.core.replyStateless(message, {
          statusCode: 489,
          extraHeaders: ['Allow-Events: message-summary'],
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
