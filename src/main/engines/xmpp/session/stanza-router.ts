import { answerIq, resultReply, type Software } from '../stanzas/iq-answers.ts';
import { archiveResultOf, type ArchivePageReader } from '../stanzas/archive.ts';
import { resourceOf } from '../../../../shared/domain/jid.ts';
import type { IqRequests } from '../stanzas/iq-requests.ts';
import { readMessage, type ReadingContext } from '../stanzas/message-reader.ts';
import type { OwnAddress } from '../stanzas/own-address.ts';
import type { OwnCaps } from '../stanzas/caps.ts';
import type { PresenceBook } from '../stanzas/presence-composition.ts';
import { readAvatarHash, readPresence } from '../stanzas/presence-reader.ts';
import { isRosterPush, readRosterPush } from '../stanzas/roster.ts';
import { errorReply, requestFailure } from '../stanzas/stanza-error.ts';
import type { XmppEvent } from '../../../ports/xmpp.port.ts';
import type { Element } from '../wire/xml.ts';
import type { PeerCaps } from './peer-caps.ts';
import type { RoomBook } from './room-book.ts';

export interface RouterParts {
  readonly emit: (event: XmppEvent) => void;
  readonly reply: (stanza: Element) => void;
  readonly requests: IqRequests;
  readonly presences: PresenceBook;
  readonly ownCaps: OwnCaps;
  readonly peerCaps: PeerCaps;
  /** Archive pages being read, by query id. */
  readonly pages: ReadonlyMap<string, ArchivePageReader>;
  readonly rooms: RoomBook;
  /** Nothing that was said earlier can still have waited for us, ms since 1970; `undefined`: anything can. */
  readonly oldestWaiting: () => number | undefined;
  readonly software: Software;
  /** Somebody else answers this request. */
  readonly isTaken: (request: Element) => boolean;
}

/** Says what each stanza means and answers those that want an answer. Pure dispatch: state is in the parts. */
export class StanzaRouter {
  private readonly parts: RouterParts;
  /** Avatar hashes last told, so that each presence doesn't tell them again. */
  private readonly avatars = new Map<string, string>();

  constructor(parts: RouterParts) {
    this.parts = parts;
  }

  /** A new session tells all pictures again. */
  clear(): void {
    this.avatars.clear();
  }

  route(stanza: Element, own: OwnAddress): void {
    switch (stanza.getName()) {
      case 'message':
        return this.onMessage(stanza, own);
      case 'presence':
        return this.onPresence(stanza, own);
      case 'iq':
        return this.onIq(stanza, own);
      default:
        return;
    }
  }

  private onMessage(stanza: Element, own: OwnAddress): void {
    const archived = archiveResultOf(stanza);
    if (archived) {
      this.parts.pages.get(archived.queryId)?.take(stanza, archived.result);
      return;
    }
    const { taken, message } = this.parts.rooms.onMessage(stanza, own);
    if (message) this.parts.emit({ kind: 'message', message });
    if (taken) return;
    for (const event of readMessage(stanza, own, this.reading())) {
      if (event.kind === 'avatar') this.tellAvatar(event.address, event.hash);
      else this.parts.emit(event);
    }
  }

  private reading(): ReadingContext {
    return { isRoom: this.parts.rooms.isRoom, oldest: this.parts.oldestWaiting() };
  }

  private onPresence(stanza: Element, own: OwnAddress): void {
    const { presences, peerCaps, emit } = this.parts;
    if (this.parts.rooms.onPresence(stanza)) return;
    const fact = readPresence(stanza, own.bare);
    if (!fact) return;
    peerCaps.onPresence(stanza);
    if (fact.kind === 'request') {
      emit({
        kind: 'subscription-request',
        address: fact.address,
        ...(fact.nick !== undefined && { nick: fact.nick }),
      });
      return;
    }
    // Without a resource it is about the person, not about one device that went.
    if (
      stanza.attrs['type'] === 'error' &&
      fact.kind === 'unavailable' &&
      resourceOf(stanza.attrs['from'] ?? '') === ''
    )
      emit({ kind: 'presence-refused', address: fact.address, error: requestFailure(stanza) });
    const composed =
      fact.kind === 'available'
        ? presences.available(fact.address, fact.resource, fact.presence)
        : presences.unavailable(fact.address, fact.resource);
    if (composed) emit({ kind: 'presence', address: fact.address, presence: composed });
    emit({ kind: 'device-presence', address: fact.address });
    const avatar = fact.kind === 'available' ? readAvatarHash(stanza) : undefined;
    if (avatar !== undefined) this.tellAvatar(fact.address, avatar);
  }

  private onIq(stanza: Element, own: OwnAddress): void {
    const { type } = stanza.attrs;
    if (type === 'result' || type === 'error') {
      this.parts.requests.settle(stanza, own);
      return;
    }
    if (isRosterPush(stanza)) {
      const push = readRosterPush(stanza, own);
      // A push from elsewhere is forged (RFC 6121 section 2.1.6).
      if (!push) return this.parts.reply(errorReply(stanza, 'cancel', 'service-unavailable'));
      this.parts.reply(resultReply(stanza));
      this.parts.emit(push);
      return;
    }
    if (type === 'set' && this.parts.isTaken(stanza)) return;
    if (type === 'get' || type === 'set')
      this.parts.reply(answerIq(stanza, this.parts.ownCaps, this.parts.software));
  }

  private tellAvatar(address: string, hash: string): void {
    // Nothing told yet is the same as no picture.
    if ((this.avatars.get(address) ?? '') === hash) return;
    this.avatars.set(address, hash);
    this.parts.emit({ kind: 'avatar', address, hash });
  }
}
