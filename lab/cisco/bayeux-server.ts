import { randomBytes } from 'node:crypto';
import type { LabReply, LabRequest } from './http-node.ts';
import type { LabVoicemail } from './unity-connection.ts';

interface Client {
  readonly channels: Set<string>;
  readonly waiting: Message[];
  /** Answers the connect that is open. */
  flush: (() => void) | undefined;
}

type Message = Record<string, unknown>;

/** How long a connect without news stays open. */
const HOLD_MS = 25_000;

/** The mailbox events of Unity Connection: CometD by long polling (cisco-uc.md 11.3). */
export class BayeuxServer {
  /** User names by subscription id. */
  readonly #subscriptions = new Map<string, string>();
  readonly #clients = new Map<string, Client>();
  #usn = 40;

  subscription(username: string): string {
    const id = randomBytes(12).toString('hex');
    this.#subscriptions.set(id, username.toLowerCase());
    return id;
  }

  tell(username: string, event: string, message: LabVoicemail): void {
    this.#usn += 1;
    for (const [id, owner] of this.#subscriptions) {
      if (owner !== username.toLowerCase()) continue;
      const channel = `/vmrest/mailbox/${id}`;
      for (const client of this.#clients.values()) {
        if (!client.channels.has(channel)) continue;
        client.waiting.push({
          channel,
          data: {
            EventType: event,
            USN: this.#usn,
            MailboxId: username,
            EventTime: '09:02:11 AM 11/03/2025',
            // The word instead of null, and an id without its prefix: both occur.
            DisplayName: 'null',
            MessageInfo: [{ MessageId: message.id.replace(/^0:/, ''), CallerAni: message.callerNumber }],
          },
        });
        client.flush?.();
      }
    }
  }

  /** Answers every open connect, as when the service goes down. */
  stop(): void {
    for (const client of this.#clients.values()) client.flush?.();
    this.#clients.clear();
  }

  async answer({ method, path, body }: LabRequest): Promise<LabReply> {
    if (method !== 'POST' || !path.startsWith('/vmevents/cometd')) return { status: 404, body: '' };
    const [message] = JSON.parse(body) as Message[];
    if (!message) return { status: 400, body: '' };
    const { channel } = message;
    if (channel === '/meta/handshake') return this.#greet();
    const client = this.#clients.get(String(message['clientId']));
    if (!client) return reply([{ channel, successful: false, error: '402::Unknown client' }]);
    if (channel === '/meta/subscribe') {
      client.channels.add(String(message['subscription']));
      return reply([{ channel, successful: true, subscription: message['subscription'] }]);
    }
    if (channel !== '/meta/connect') return reply([{ channel, successful: false }]);
    await this.#hold(client);
    return reply([...client.waiting.splice(0), { channel, successful: this.#clients.size > 0 }]);
  }

  #greet(): LabReply {
    const clientId = randomBytes(8).toString('hex');
    this.#clients.set(clientId, { channels: new Set(), waiting: [], flush: undefined });
    const advice = { reconnect: 'retry', interval: 0, timeout: HOLD_MS };
    const hands = { channel: '/meta/handshake', successful: true, clientId, version: '1.0', advice };
    return reply([{ ...hands, supportedConnectionTypes: ['long-polling'] }], {
      'Set-Cookie': `BAYEUX_BROWSER=${clientId}; HttpOnly`,
    });
  }

  async #hold(client: Client): Promise<void> {
    if (client.waiting.length > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, HOLD_MS).unref();
      client.flush = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    client.flush = undefined;
  }
}

const reply = (messages: readonly Message[], headers: Record<string, string> = {}): LabReply => ({
  status: 200,
  headers: { 'Content-Type': 'application/json;charset=UTF-8', ...headers },
  body: JSON.stringify(messages),
});
