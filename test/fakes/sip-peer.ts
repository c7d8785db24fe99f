// size: the peer is one object, so that its parts share what was said
import type { URI } from 'sip.js/lib/core/index.js';
import { CallBook } from '../../src/main/engines/sip/call/call-book.ts';
import { parseAor } from '../../src/main/engines/sip/targets.ts';
import type { SipFlow } from '../../src/main/engines/sip/transport/sip-flow.ts';
import { UserAgent } from '../../src/main/engines/sip/user-agent.ts';
import type { RemoteNote, SipAccount, SipCall, SipEvent, SipMedia } from '../../src/main/ports/sip.port.ts';
import { ok, type Result } from '../../src/shared/errors/result.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';

export const SDP =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nc=IN IP4 192.0.2.20\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

/** Media that agrees to everything and notes what it was asked. */
export function agreeingMedia(): SipMedia & {
  readonly asked: string[];
  answer(method: string, result: Result<never>): void;
  /** Offers of incoming calls are examined before they ring, with this result. */
  examine(result: Result<void> | Promise<Result<void>>): void;
} {
  const asked: string[] = [];
  const failures = new Map<string, Result<never>>();
  const act = <T>(method: string, what: string, value: T): Promise<Result<T>> => {
    asked.push(what);
    return Promise.resolve(failures.get(method) ?? ok(value));
  };
  return {
    asked,
    examine(result) {
      this.examineOffer = () => {
        asked.push('examine');
        return Promise.resolve(result);
      };
      this.discard = () => void asked.push('discard');
    },
    answer: (method, result) => void failures.set(method, result),
    createOffer: () => act('offer', 'offer', SDP),
    createAnswer: () => act('answer', 'answer', SDP),
    applyAnswer: () => act('apply', 'apply', undefined),
    applyEarlyAnswer: (_sdp, tag) => act('early', `early ${tag}`, undefined),
    rollback: () => act('rollback', 'rollback', undefined),
  };
}

export interface ResponseParts {
  readonly tag?: string;
  readonly sdp?: string;
  readonly headers?: readonly string[];
  /** `''` leaves it out. */
  readonly contact?: string;
}

/** The other end of an in-memory flow: reads what the engine sends, and speaks as the server and everybody behind it. */
export interface SipPeer {
  readonly clock: ManualClock;
  readonly media: ReturnType<typeof agreeingMedia>;
  readonly events: SipEvent[];
  readonly sent: readonly string[];
  /** What a Unified CM said. */
  readonly remote: readonly RemoteNote[];
  readonly userAgent: UserAgent;
  readonly calls: CallBook;
  dial(target?: string): Promise<SipCall>;
  /** The newest message that starts with these words; throws when there is none. */
  last(start: string): string;
  count(start: string): number;
  /** Sends raw text to the engine. */
  receive(text: string): Promise<void>;
  respond(request: string, status: number, parts?: ResponseParts): Promise<void>;
  /** Calls the engine. */
  invite(options?: {
    readonly sdp?: string;
    readonly headers?: readonly string[];
    readonly from?: string;
  }): Promise<void>;
  /** A request inside the dialog that the engine's call with this message (request sent or response given) belongs to. */
  inDialog(
    message: string,
    method: string,
    options?: {
      readonly sdp?: string;
      readonly headers?: readonly string[];
      readonly sequence?: number;
      readonly tag?: string;
      /** A body that is no description; its Content-Type stands in `headers`. */
      readonly body?: string;
    },
  ): Promise<void>;
}

/** Lets promises that wait for nothing outside run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

export function headerOf(text: string, name: string): string {
  return new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? '';
}

export function sipPeer(changes: Partial<SipAccount> = {}): SipPeer {
  const [clock, random, media] = [manualClock(), seededRandom(3), agreeingMedia()];
  const [sent, events, remote]: [string[], SipEvent[], RemoteNote[]] = [[], [], []];
  const aor = parseAor('sip:alice@example.test') as URI;
  const account = {
    aor: 'sip:alice@example.test',
    displayName: 'Alice',
    registrars: [],
    authUser: 'alice',
    password: 'secret',
    instanceId: random.uuid(),
    expires: 300,
    ...changes,
  };
  const userAgent: UserAgent = new UserAgent(
    account,
    aor,
    { random, log: silentLog, software: 'Parlance/test' },
    {
      onInvite: (request) => calls.take(request),
      onUpdate: (message) => calls.update(message),
      onSubscribe: (message) => calls.subscribed(message),
      onRemote: (note) => void remote.push(note),
    },
  );
  const calls = new CallBook({
    clock,
    random,
    log: silentLog,
    userAgent,
    emit: (event) => events.push(event),
    incomingMedia: () => media,
  });
  const flow: SipFlow = {
    transport: 'tcp',
    endpoint: { host: 'sip.example.test', port: 5060 },
    localAddress: '192.0.2.10',
    sentBy: '192.0.2.10:50000',
    send: (text) => Promise.resolve(void sent.push(text)),
    ping() {},
    lastHeard: () => 0,
    close() {},
  };
  userAgent.attach(flow);
  const last = (start: string): string => {
    const found = sent.findLast((text) => text.startsWith(start));
    if (found === undefined) throw new Error(`no ${start} among\n${sent.join('\n---\n')}`);
    return found;
  };
  const receive = async (text: string): Promise<void> => {
    userAgent.receive(text);
    await settled();
  };
  const compose = (
    first: string,
    headers: readonly string[],
    sdp: string | undefined,
    body: string = sdp ?? '',
  ): string =>
    [
      first,
      ...headers.filter((line) => line !== ''),
      ...(sdp === undefined ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
  let branches = 0;
  const via = (): string => `Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKpeer${(branches += 1)}`;
  return {
    clock,
    media,
    events,
    sent,
    remote,
    userAgent,
    calls,
    last,
    receive,
    count: (start) => sent.filter((text) => text.startsWith(start)).length,
    async dial(target = 'sip:bob@example.test') {
      const call = calls.place(parseAor(target) as URI, target, media);
      await settled();
      return call;
    },
    async respond(request, status, parts = {}) {
      const contact = parts.contact ?? (status > 100 && status < 300 ? '<sip:bob@192.0.2.20>' : '');
      const headers = [
        `Via: ${headerOf(request, 'Via')}`,
        `From: ${headerOf(request, 'From')}`,
        `To: ${headerOf(request, 'To')}${status === 100 || headerOf(request, 'To').includes('tag=') ? '' : `;tag=${parts.tag ?? 'b1'}`}`,
        `Call-ID: ${headerOf(request, 'Call-ID')}`,
        `CSeq: ${headerOf(request, 'CSeq')}`,
        contact === '' ? '' : `Contact: ${contact}`,
        ...(parts.headers ?? []),
      ];
      await receive(compose(`SIP/2.0 ${status} Because`, headers, parts.sdp));
    },
    async invite(options = {}) {
      const user = userAgent.contactUri().user ?? '';
      const from = options.from ?? '"Bob" <sip:1002@example.test>';
      await receive(
        compose(
          `INVITE sip:${user}@192.0.2.10:50000 SIP/2.0`,
          [
            via(),
            `From: ${from};tag=b1`,
            'To: <sip:alice@example.test>',
            `Call-ID: in${branches}`,
            'CSeq: 1 INVITE',
            'Contact: <sip:bob@192.0.2.20>',
            ...(options.headers ?? []),
          ],
          options.sdp,
        ),
      );
    },
    async inDialog(message, method, options = {}) {
      const user = userAgent.contactUri().user ?? '';
      // Ours is the From of what we sent as a request, the To of what we answered.
      const isResponse = message.startsWith('SIP/2.0');
      const [ourSide, theirSide] = isResponse ? ['To', 'From'] : ['From', 'To'];
      const their = headerOf(message, theirSide);
      await receive(
        compose(
          `${method} sip:${user}@192.0.2.10:50000 SIP/2.0`,
          [
            via(),
            `From: ${their.includes('tag=') ? their : `${their};tag=${options.tag ?? 'b1'}`}`,
            `To: ${headerOf(message, ourSide)}`,
            `Call-ID: ${headerOf(message, 'Call-ID')}`,
            `CSeq: ${options.sequence ?? 100 + branches} ${method}`,
            method === 'ACK' || method === 'BYE' ? '' : 'Contact: <sip:bob@192.0.2.21>',
            ...(options.headers ?? []),
          ],
          options.sdp,
          options.body,
        ),
      );
    },
  };
}
