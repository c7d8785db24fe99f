import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Trace } from '../../ports/trace.port.ts';
import { expectStatus, type HttpClient } from '../link/http-client.ts';

export interface MailboxWatch {
  readonly http: HttpClient;
  readonly trace: Trace;
  readonly host: string;
  /** A capability: who has it hears the mailbox. Never logged. */
  readonly subscription: string;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** Where the event service listens (cisco-uc 11.3): encrypted first; without encryption only the fact of a change is told. */
const PLACES = [
  { scheme: 'https', port: 7443 },
  { scheme: 'http', port: 7080 },
] as const;
const ASK_MS = 3_000;
/** CometD answers a connect that has nothing to say after half a minute. */
const POLL_MS = 60_000;
const LARGEST = 256 * 1024;

type Message = Readonly<Record<string, unknown>>;

/** Bayeux by long polling: handshake, subscribe, then one open question at a time. */
export async function watchMailbox(watch: MailboxWatch): Promise<Result<void>> {
  for (const place of PLACES) {
    const channel = new Channel(
      watch,
      `${place.scheme}://${bracketed(watch.host)}:${place.port}/vmevents/cometd`,
    );
    const opened = await channel.open();
    if (watch.signal.aborted) return fail('app.cancelled');
    if (opened.ok) return channel.listen();
  }
  // The service is off: whoever wants to know looks from time to time.
  return ok();
}

class Channel {
  private readonly watch: MailboxWatch;
  private readonly url: string;
  private clientId = '';
  private cookie: string | undefined;
  private sent = 0;

  constructor(watch: MailboxWatch, url: string) {
    this.watch = watch;
    this.url = url;
  }

  async open(): Promise<Result<void>> {
    const greeting = { version: '1.0', minimumVersion: '1.0', supportedConnectionTypes: ['long-polling'] };
    const hands = await this.say('/meta/handshake', greeting, ASK_MS);
    if (!hands.ok) return hands;
    const answer = hands.value.find(({ channel }) => channel === '/meta/handshake');
    const { clientId, successful } = answer ?? {};
    if (successful !== true || typeof clientId !== 'string' || clientId.length > 200)
      return fail('http.bad-content', { host: this.watch.host }, 'no handshake');
    this.clientId = clientId;
    const subscription = `/vmrest/mailbox/${this.watch.subscription}`;
    const subscribed = await this.say('/meta/subscribe', { clientId, subscription }, ASK_MS);
    if (!subscribed.ok) return subscribed;
    this.take(subscribed.value);
    const isDone = subscribed.value.some(
      ({ channel, successful: isTaken }) => channel === '/meta/subscribe' && isTaken === true,
    );
    return isDone ? ok() : fail('http.bad-content', { host: this.watch.host }, 'subscription refused');
  }

  /** Until the server or the signal ends it. */
  async listen(): Promise<Result<void>> {
    // What came between reading the list and listening is read now.
    this.watch.onChange();
    for (;;) {
      const { clientId } = this;
      const answer = await this.say('/meta/connect', { clientId, connectionType: 'long-polling' }, POLL_MS);
      if (this.watch.signal.aborted) return fail('app.cancelled');
      if (!answer.ok) return answer;
      this.take(answer.value);
      const connect = answer.value.find(({ channel }) => channel === '/meta/connect');
      // Whoever greets anew gets a new place; the caller begins from the start.
      if (connect?.['successful'] !== true)
        return fail('http.bad-content', { host: this.watch.host }, 'connection ended');
    }
  }

  /** Whatever kind of event it is: the list is read again, as the event's own words are not to be relied upon. */
  private take(messages: readonly Message[]): void {
    const hasNews = messages.some(
      ({ channel }) => typeof channel === 'string' && channel.startsWith('/vmrest/mailbox/'),
    );
    if (hasNews) this.watch.onChange();
  }

  private async say(
    channel: string,
    fields: Message,
    timeoutMs: number,
  ): Promise<Result<readonly Message[]>> {
    const { http, trace, signal } = this.watch;
    this.sent += 1;
    const span = trace.start('voicemail', { method: channel.replace('/meta/', '') });
    const answer = expectStatus(
      await http.request({
        ...{ method: 'POST', url: this.url, timeoutMs, maxBytes: LARGEST, span, signal },
        headers: {
          'content-type': 'application/json;charset=UTF-8',
          ...(this.cookie !== undefined && { cookie: this.cookie }),
        },
        body: JSON.stringify([{ channel, id: String(this.sent), ...fields }]),
      }),
      this.url,
      200,
    );
    span.end(answer.ok ? 'ok' : 'failed');
    if (!answer.ok) return answer;
    // The server knows its browser by a cookie (BAYEUX_BROWSER).
    const cookies = answer.value.cookies?.map((each) => each.split(';')[0]?.trim()).filter(Boolean) ?? [];
    if (cookies.length > 0) this.cookie = cookies.join('; ').slice(0, 2_000);
    const read = readArray(answer.value.body);
    return read ? ok(read) : fail('http.bad-content', { host: this.watch.host }, 'no messages');
  }
}

function readArray(body: Uint8Array): readonly Message[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    if (!Array.isArray(value)) return undefined;
    return value.filter((each): each is Message => typeof each === 'object' && each !== null);
  } catch {
    return undefined;
  }
}

const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
