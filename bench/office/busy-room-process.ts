import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { NS } from '../../src/main/engines/xmpp/wire/namespaces.ts';
import { StreamParser } from '../../src/main/engines/xmpp/wire/stream-parser.ts';
import { type Element, serialize, xml } from '../../src/main/engines/xmpp/wire/xml.ts';

/** A room with many people. */
export interface BusyRoomOrder {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  readonly service: string;
  readonly room: string;
  readonly occupants: number;
}

/** What its people are told to say. */
export interface BusyRoomTalk {
  readonly count: number;
  /** Messages a second. */
  readonly rate: number;
}

/** `at` is ms since 1970, with fractions. */
export type BusyRoomNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'joined'; readonly at: number }
  | { readonly kind: 'said'; readonly lastAt: number };

export const roomText = (n: number): string =>
  `message ${n} to everybody, and some words so that it has an ordinary length`;
export const occupantName = (n: number): string => `Occupant ${n}`;

const TICK_MS = 10;
const now = (): number => performance.timeOrigin + performance.now();
const tell = (news: BusyRoomNews): void => void process.send?.(news);

/**
 * A conference service of our own (XEP-0114): a server's would spend the machine on telling a thousand people, of whom
 * only one is measured. It has one room, whose other people are made up.
 */
class BusyRoom {
  private readonly order: BusyRoomOrder;
  private readonly socket: Socket;
  private guest = '';
  private said = 0;

  constructor(order: BusyRoomOrder) {
    this.order = order;
    this.socket = connect(order.port, order.host);
    const parser = new StreamParser({
      header: ({ id = '' }) => {
        const proof = createHash('sha1').update(`${id}${order.secret}`).digest('hex');
        this.write(xml('handshake', {}, proof));
      },
      element: (element) => this.onStanza(element),
      end: () => process.exit(),
      fault: () => process.exit(1),
    });
    this.socket.on('data', (bytes) => parser.write(bytes));
    this.socket.on('error', () => process.exit(1));
    this.socket.write(
      `<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='${order.service}'>`,
    );
  }

  /** So many messages, so many a second. */
  async speak({ count, rate }: BusyRoomTalk): Promise<void> {
    const { room, occupants } = this.order;
    const startedAt = performance.now();
    const first = this.said;
    while (this.said < first + count) {
      const due = first + Math.min(count, Math.ceil(((performance.now() - startedAt) / 1000) * rate));
      for (; this.said < due; this.said += 1) {
        const from = `${room}/${occupantName(this.said % (occupants - 1))}`;
        const body = xml('body', {}, roomText(this.said));
        this.write(
          xml('message', { type: 'groupchat', from, to: this.guest, id: `said-${this.said}` }, body),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    tell({ kind: 'said', lastAt: now() });
  }

  private onStanza(stanza: Element): void {
    if (stanza.is('handshake')) return tell({ kind: 'ready' });
    if (stanza.is('iq')) return this.answer(stanza);
    const isJoin = stanza.is('presence') && stanza.getChild('x', NS.muc) !== undefined;
    if (isJoin) this.welcome(stanza.attrs['from'] ?? '', stanza.attrs['to'] ?? '');
  }

  private welcome(guest: string, seat: string): void {
    const { room, occupants } = this.order;
    this.guest = guest;
    const present = (from: string, ...codes: Element[]): void => {
      const item = xml('item', { role: 'participant', affiliation: 'none' });
      this.write(xml('presence', { from, to: guest }, xml('x', { xmlns: NS.mucUser }, item, ...codes)));
    };
    for (let n = 0; n < occupants - 1; n += 1) present(`${room}/${occupantName(n)}`);
    present(seat, xml('status', { code: '110' }));
    this.write(xml('message', { type: 'groupchat', from: room, to: guest }, xml('subject', {}, 'Everybody')));
    tell({ kind: 'joined', at: now() });
  }

  private answer(iq: Element): void {
    const { id, from, to, type } = iq.attrs;
    if (type !== 'get' && type !== 'set') return;
    const isInfo = iq.getChild('query', NS.discoInfo) !== undefined;
    const identity = xml('identity', { category: 'conference', type: 'text', name: 'Everybody' });
    const info = xml('query', { xmlns: NS.discoInfo }, identity, xml('feature', { var: NS.muc }));
    const none = xml('service-unavailable', { xmlns: NS.stanzaErrors });
    const content = isInfo ? info : xml('error', { type: 'cancel' }, none);
    this.write(xml('iq', { type: isInfo ? 'result' : 'error', id, from: to, to: from }, content));
  }

  private write(element: Element): void {
    this.socket.write(serialize(element));
  }
}

if (process.argv[1] === import.meta.filename) {
  const room = new BusyRoom(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as BusyRoomOrder);
  process.on('message', (talk) => void room.speak(talk as BusyRoomTalk));
  process.on('disconnect', () => process.exit());
}
