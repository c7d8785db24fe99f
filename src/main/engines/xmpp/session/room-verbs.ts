import type { RoomAffiliation, RoomList, RoomRole, RoomStanding } from '../../../../shared/domain/room.ts';
import { fail, ok, type Result } from '../../../../shared/errors/result.ts';
import type { RoomBookmark, RoomInfo, RoomTraffic } from '../../../ports/rooms.port.ts';
import { readInfo } from '../stanzas/caps.ts';
import { readStandings } from '../stanzas/room-reader.ts';
import {
  affiliationChange,
  directInvitation,
  filledForm,
  joinStanza,
  leaveStanza,
  mediatedInvitation,
  roleChange,
  standingsQuery,
  subjectStanza,
} from '../stanzas/room-writer.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { BookmarkVerbs } from './bookmark-verbs.ts';
import type { RoomListener } from './room-book.ts';
import type { Session } from './session.ts';

/** A server with more rooms than this shows the first of them. */
const MOST_ROOMS = 2000;
const PING_MS = 20_000;

/** Rooms (XEP-0045) as verbs over the session. */
const UNTOLD: ReadonlySet<string> = new Set([
  'feature-not-implemented',
  'item-not-found',
  'service-unavailable',
]);

export class RoomVerbs implements RoomTraffic {
  private readonly session: Session;
  private readonly held: BookmarkVerbs;

  constructor(session: Session) {
    this.session = session;
    this.held = new BookmarkVerbs(session);
  }

  on(listener: RoomListener): () => void {
    return this.session.rooms.on(listener);
  }

  know(room: string): void {
    this.session.rooms.know(room);
  }

  join(entry: Parameters<RoomTraffic['join']>[0]): Result<void> {
    const { own } = this.session;
    if (!own) return fail('xmpp.not-connected');
    const { room, nick } = entry;
    this.session.rooms.take({ room, nick, own: own.bare, isFirst: 'most' in entry.history });
    return this.send(joinStanza(entry, this.session.capsElement()));
  }

  leave(room: string): Result<void> {
    const seat = this.session.rooms.seat(room);
    return seat ? this.send(leaveStanza(room, seat.nick)) : ok();
  }

  setSubject(room: string, subject: string): Result<void> {
    return this.send(subjectStanza(room, subject));
  }

  invite(room: string, addresses: readonly string[], isThroughRoom: boolean): Result<void> {
    if (isThroughRoom) return this.send(mediatedInvitation(room, addresses));
    for (const address of addresses) {
      const sent = this.send(directInvitation(room, address));
      if (!sent.ok) return sent;
    }
    return ok();
  }

  async info(room: string): Promise<Result<RoomInfo>> {
    const answer = await this.discover(room, NS.discoInfo);
    if (!answer.ok) return answer;
    const { features, identities, forms } = readInfo(answer.value);
    const form = forms.find((each) => each['FORM_TYPE']?.[0] === NS.mucInfo) ?? {};
    const occupants = Number(form['muc#roominfo_occupants']?.[0] ?? Number.NaN);
    return ok({
      name: identities.find(({ category }) => category === 'conference')?.name ?? '',
      description: form['muc#roominfo_description']?.[0] ?? '',
      isPersistent: features.includes('muc_persistent'),
      isMembersOnly: features.includes('muc_membersonly'),
      hasPassword: features.includes('muc_passwordprotected'),
      hasArchive: features.includes(NS.archive),
      ...(Number.isInteger(occupants) && { occupants }),
    });
  }

  async services(): Promise<Result<readonly string[]>> {
    const domain = this.session.own?.domain;
    if (domain === undefined) return fail('xmpp.not-connected');
    const answer = await this.discover(domain, NS.discoItems);
    // One that tells nobody what it has (Prosody without mod_disco) names no rooms.
    const isUntold = !answer.ok && UNTOLD.has(String(answer.error.params?.['condition']));
    if (isUntold) return ok([]);
    if (!answer.ok) return answer;
    const found = await Promise.all(itemsOf(answer.value).map(({ jid }) => this.isConference(jid)));
    return ok(found.filter((jid) => jid !== undefined));
  }

  async list(service: string) {
    const answer = await this.discover(service, NS.discoItems);
    if (!answer.ok) return answer;
    return ok(
      itemsOf(answer.value)
        .slice(0, MOST_ROOMS)
        .map(({ jid, name }) => ({ room: jid, name: name === '' ? jid.slice(0, jid.indexOf('@')) : name })),
    );
  }

  async configure(room: string, fields: Readonly<Record<string, string>>): Promise<Result<void>> {
    const query = (child?: Element) => xml('query', { xmlns: NS.mucOwner }, child);
    const isInstant = Object.keys(fields).length === 0;
    const asked = isInstant
      ? undefined
      : await this.session.request({ type: 'get', to: room, child: query() });
    if (asked && !asked.ok) return asked;
    const form = asked?.value.getChild('query', NS.mucOwner)?.getChild('x', NS.dataForm);
    const filled = form ? filledForm(form, fields) : xml('x', { xmlns: NS.dataForm, type: 'submit' });
    return done(await this.session.request({ type: 'set', to: room, child: query(filled) }));
  }

  async setRole(room: string, nick: string, role: RoomRole): Promise<Result<void>> {
    return done(await this.session.request({ type: 'set', to: room, child: roleChange(nick, role) }));
  }

  async setAffiliation(room: string, address: string, to: RoomAffiliation): Promise<Result<void>> {
    return done(await this.session.request({ type: 'set', to: room, child: affiliationChange(address, to) }));
  }

  async standings(room: string, list: RoomList): Promise<Result<readonly RoomStanding[]>> {
    const answer = await this.session.request({ type: 'get', to: room, child: standingsQuery(list) });
    return answer.ok ? ok(readStandings(answer.value, list)) : answer;
  }

  async isInside(room: string): Promise<boolean | undefined> {
    const seat = this.session.rooms.seat(room);
    if (!seat) return false;
    const child = xml('ping', { xmlns: NS.ping });
    const to = `${room}/${seat.nick}`;
    const answer = await this.session.request({ type: 'get', to, child, timeoutMs: PING_MS });
    if (answer.ok) return true;
    if (answer.error.code !== 'xmpp.stanza') return undefined;
    // XEP-0410 section 3: these say that the ping was passed on, so we are inside.
    const condition = answer.error.detail ?? '';
    if (['service-unavailable', 'feature-not-implemented', 'item-not-found'].includes(condition)) return true;
    return ['remote-server-not-found', 'remote-server-timeout'].includes(condition) ? undefined : false;
  }

  bookmarks() {
    return this.held.list();
  }

  setBookmark(bookmark: RoomBookmark): Promise<Result<void>> {
    return this.held.set(bookmark);
  }

  removeBookmark(room: string): Promise<Result<void>> {
    return this.held.remove(room);
  }

  private async isConference(jid: string): Promise<string | undefined> {
    const answer = await this.discover(jid, NS.discoInfo);
    if (!answer.ok) return undefined;
    const { features, identities } = readInfo(answer.value);
    const isMuc = features.includes(NS.muc) && identities.some(({ category }) => category === 'conference');
    return isMuc ? jid : undefined;
  }

  private async discover(to: string, ns: string): Promise<Result<Element>> {
    const answer = await this.session.request({ type: 'get', to, child: xml('query', { xmlns: ns }) });
    if (!answer.ok) return answer;
    return ok(answer.value.getChild('query', ns) ?? xml('query', { xmlns: ns }));
  }

  private send(stanza: Element): Result<void> {
    if (!this.session.isOnline) return fail('xmpp.not-connected');
    this.session.channel.send(stanza);
    return ok();
  }
}

function itemsOf(query: Element): readonly { readonly jid: string; readonly name: string }[] {
  return query
    .getChildren('item')
    .flatMap(({ attrs }) =>
      attrs['jid'] === undefined ? [] : [{ jid: attrs['jid'], name: attrs['name'] ?? '' }],
    );
}

function done(answer: Result<Element>): Result<void> {
  return answer.ok ? ok() : answer;
}
