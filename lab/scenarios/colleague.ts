import { randomUUID } from 'node:crypto';
import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { BotSession } from '../embedded/xmpp-server/bot-session.ts';
import { NS } from '../embedded/xmpp-server/namespaces.ts';
import type { XmppServer } from '../embedded/xmpp-server/xmpp-server.ts';
import type { LabPerson } from './people.ts';

/** How long a colleague takes, in milliseconds after the message came. */
export interface Pace {
  readonly displayedMs: number;
  readonly typingMs: number;
  readonly replyMs: number;
}

export const HUMAN_PACE: Pace = { displayedMs: 600, typingMs: 900, replyMs: 2600 };
/** For tests: everything in order, without the waiting. */
export const QUICK_PACE: Pace = { displayedMs: 10, typingMs: 20, replyMs: 60 };

export interface ColleagueOptions {
  readonly pace: Pace;
  /** Asked for by "call me". */
  readonly callBack: (username: string) => void;
}

const REPLIES = [
  'Sounds good.',
  'Give me a minute, I’ll look it up.',
  'Yes! I had the same question this morning.',
  'Let’s talk about it tomorrow. 10:00?',
  'Done. Anything else?',
  '👍',
  'Here is the link: https://example.test/wiki/launch-plan',
  'I can call you if that is easier, just say “call me”.',
];

/** Plays one person: approves requests, confirms and reads messages, types, answers, calls back, comes into rooms. */
export class Colleague {
  readonly person: LabPerson;
  /** Texts of messages that reached this person, oldest first. */
  readonly heard: string[] = [];
  readonly #bot: BotSession;
  readonly #options: ColleagueOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #replies = 0;

  constructor(server: XmppServer, person: LabPerson, options: ColleagueOptions) {
    this.person = person;
    this.#options = options;
    this.#bot = server.addBot(person.username, 'desk', (stanza) => this.#onStanza(stanza));
    if (person.presence) this.#bot.setPresence(person.presence);
  }

  /** Sends a chat message with the usual requests for receipt and marker; answers its id. */
  say(to: string, text: string): string {
    const id = randomUUID();
    this.#send(
      to,
      id,
      xml('body', NS.client, {}, text),
      xml('active', NS.chatStates),
      xml('request', NS.receipts),
      xml('markable', NS.markers),
      xml('origin-id', NS.stanzaId, { id }),
    );
    return id;
  }

  setPresence(presence: LabPerson['presence']): void {
    if (presence) this.#bot.setPresence(presence);
    else this.#bot.setUnavailable();
  }

  joinRoom(room: string): void {
    const join = xml('x', NS.muc, {}, xml('history', NS.muc, { maxstanzas: 0 }));
    this.#bot.send(xml('presence', NS.client, { to: `${room}/${this.person.displayName}` }, join));
  }

  sayInRoom(room: string, text: string): void {
    this.#bot.send(
      xml(
        'message',
        NS.client,
        { to: room, type: 'groupchat', id: randomUUID() },
        xml('body', NS.client, {}, text),
      ),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#bot.close();
  }

  #onStanza(stanza: XmlElement): void {
    if (stanza.name === 'presence') return this.#onPresence(stanza);
    if (stanza.name === 'iq') return this.#onIq(stanza);
    const body = stanza.childText('body');
    const type = stanza.attrs['type'] ?? 'normal';
    const room = invitedTo(stanza);
    if (room !== undefined && type !== 'error') return this.#onInvitation(room);
    if (type === 'groupchat' && body !== undefined && !stanza.child('delay', NS.delay))
      return this.#onRoomChat(stanza.attrs['from'] ?? '', body);
    if (body === undefined || type === 'error' || type === 'groupchat' || stanza.child('delay', NS.delay))
      return;
    this.#onChat(stanza, body);
  }

  #onInvitation(room: string): void {
    const { pace } = this.#options;
    this.#later(pace.typingMs, () => this.joinRoom(room));
    this.#later(pace.replyMs, () => this.sayInRoom(room, `Hello! ${this.person.firstName} is here.`));
  }

  /** Whoever is named answers; not to one’s own words. */
  #onRoomChat(from: string, body: string): void {
    const slash = from.indexOf('/');
    const { displayName, firstName } = this.person;
    if (slash < 0 || from.slice(slash + 1) === displayName || !body.includes(firstName)) return;
    this.#later(this.#options.pace.replyMs, () => this.sayInRoom(from.slice(0, slash), this.#replyTo(body)));
  }

  #onPresence(stanza: XmlElement): void {
    if (stanza.attrs['type'] !== 'subscribe') return;
    const to = stanza.attrs['from'] ?? '';
    this.#bot.send(xml('presence', NS.client, { to, type: 'subscribed' }));
    this.#bot.send(xml('presence', NS.client, { to, type: 'subscribe' }));
  }

  /** A client that asks us something gets an answer, as RFC 6120 section 8.2.3 wants. */
  #onIq(stanza: XmlElement): void {
    const { type, from, id } = stanza.attrs;
    if (type !== 'get' && type !== 'set') return;
    const payload = stanza.elements[0];
    if (payload?.is('ping', NS.ping))
      return this.#bot.send(xml('iq', NS.client, { type: 'result', to: from, id }));
    if (payload?.is('query', NS.discoInfo)) {
      const features = [NS.discoInfo, NS.ping, NS.receipts, NS.markers, NS.chatStates].map((feature) =>
        xml('feature', NS.discoInfo, { var: feature }),
      );
      const identity = xml('identity', NS.discoInfo, { category: 'client', type: 'pc', name: 'Colleague' });
      return this.#bot.send(
        xml(
          'iq',
          NS.client,
          { type: 'result', to: from, id },
          xml('query', NS.discoInfo, { node: payload.attrs['node'] }, identity, features),
        ),
      );
    }
    if (payload?.ns === NS.roster || payload?.ns === NS.blocking) return;
    const error = xml('error', NS.client, { type: 'cancel' }, xml('service-unavailable', NS.stanzaErrors));
    this.#bot.send(xml('iq', NS.client, { type: 'error', to: from, id }, error));
  }

  #onChat(message: XmlElement, body: string): void {
    const { from = '', id } = message.attrs;
    const { pace } = this.#options;
    this.heard.push(body);
    if (message.child('request', NS.receipts) && id !== undefined)
      this.#send(from, undefined, xml('received', NS.receipts, { id }));
    if (message.child('markable', NS.markers) && id !== undefined) {
      this.#later(pace.displayedMs, () => this.#send(from, undefined, xml('displayed', NS.markers, { id })));
    }
    this.#later(pace.typingMs, () =>
      this.#send(from, undefined, xml('composing', NS.chatStates), xml('no-store', NS.hints)),
    );
    const wantsCall = /\bcall\s*me\b/i.test(body);
    this.#later(pace.replyMs, () => {
      this.say(from, wantsCall ? 'Calling you now.' : this.#replyTo(body));
      if (wantsCall) this.#options.callBack(this.person.username);
    });
  }

  #replyTo(body: string): string {
    if (/^\s*(hi|hello|hey|good morning)\b/i.test(body))
      return `Hello! This is ${this.person.firstName}. How can I help?`;
    if (/^echo /i.test(body)) return body.slice(5);
    return REPLIES[this.#replies++ % REPLIES.length] ?? '';
  }

  #send(to: string, id: string | undefined, ...children: XmlElement[]): void {
    this.#bot.send(xml('message', NS.client, { to, type: 'chat', id: id ?? randomUUID() }, children));
  }

  #later(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delayMs).unref();
    this.#timers.add(timer);
  }
}

/** The room of an invitation, by way of the room (XEP-0045 section 7.8.2) or direct (XEP-0249). */
function invitedTo(message: XmlElement): string | undefined {
  if (message.child('x', NS.mucUser)?.child('invite', NS.mucUser)) return message.attrs['from'];
  return message.child('x', NS.conference)?.attrs['jid'];
}
