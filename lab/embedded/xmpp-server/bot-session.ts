import { setImmediate } from 'node:timers';
import { type XmlElement, xml } from '../xml/element.ts';
import type { Account } from './accounts.ts';
import { avatarElement, type XmppCore } from './core.ts';
import { dispatch } from './dispatch.ts';
import { NS } from './namespaces.ts';
import { becomeUnavailable } from './presence.ts';
import type { Session } from './session.ts';

export interface BotPresence {
  readonly show?: 'away' | 'chat' | 'dnd' | 'xa';
  readonly status?: string;
  readonly priority?: number;
  /** More children, for example capabilities. */
  readonly extra?: readonly XmlElement[];
}

/** A resource that lives in this process and speaks stanzas directly, without a stream. */
export class BotSession implements Session {
  readonly account: Account;
  readonly resource: string;
  readonly jid: string;
  presence: XmlElement | undefined;
  isInterested = true;
  hasCarbons = false;
  wantsBlockPushes = false;
  readonly directed = new Set<string>();
  readonly #core: XmppCore;
  readonly #onStanza: ((stanza: XmlElement) => void) | undefined;

  constructor(core: XmppCore, account: Account, resource: string, onStanza?: (stanza: XmlElement) => void) {
    this.#core = core;
    this.account = account;
    this.resource = resource;
    this.jid = `${account.jid}/${resource}`;
    this.#onStanza = onStanza;
    core.attach(this);
  }

  deliver(stanza: XmlElement): void {
    // Never inside the sender's own turn: a bot that answers at once would otherwise overtake the stanza it answers.
    if (this.#onStanza) setImmediate(this.#onStanza, stanza);
  }

  end(): void {
    this.close();
  }

  /** Sends a stanza as if a client had. */
  send(stanza: XmlElement): void {
    dispatch(this.#core, this, stanza);
  }

  setPresence(presence: BotPresence): void {
    const text = (name: string, value: string | number | undefined): XmlElement | undefined =>
      value === undefined ? undefined : xml(name, NS.client, {}, String(value));
    const children = [
      text('show', presence.show),
      text('status', presence.status),
      text('priority', presence.priority),
    ];
    this.send(xml('presence', NS.client, {}, ...children, avatarElement(this.account), presence.extra));
  }

  setUnavailable(): void {
    this.send(xml('presence', NS.client, { type: 'unavailable' }));
  }

  close(): void {
    this.#core.detach(this);
    becomeUnavailable(this.#core, this);
  }
}
