import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../lab/pki/lab-ca.ts';
import { type Ejabberd, startEjabberd } from '../../lab/real/ejabberd.ts';
import type { RoomFact } from '../../src/main/ports/rooms.port.ts';
import type { XmppTarget } from '../../src/main/ports/xmpp.port.ts';
import { ok, unwrap } from '../../src/shared/errors/result.ts';
import { type XmppTestClient, xmppTestClient } from '../fakes/xmpp-client.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';

describe('against ejabberd', () => {
  let ca: LabCa;
  let server: Ejabberd;
  const clients: XmppTestClient[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startEjabberd({ ca, users: ['alice', 'bob'], maxStanza: 20_000 });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
  });
  afterAll(() => server?.stop());

  function ways(): Readonly<Record<'starttls' | 'direct' | 'websocket' | 'bosh', XmppTarget>> {
    const { address: host, ports } = server;
    return {
      starttls: { host, port: ports.c2s, tls: 'starttls' },
      direct: { host, port: ports.tls, tls: 'direct' },
      websocket: { host, port: ports.https, tls: 'direct', path: '/ws' },
      bosh: { host, port: ports.https, tls: 'direct', path: '/bosh', isBosh: true },
    };
  }

  async function person(username: string, way: keyof ReturnType<typeof ways> = 'direct') {
    const client = xmppTestClient({ ca: ca.pem, targets: [ways()[way]], username, password: 'secret' });
    clients.push(client);
    expect(await client.connect()).toEqual(ok());
    return client;
  }

  it.each([
    // It binds TLS 1.3 in a way of its own, and says so to nobody.
    ['starttls', 'SCRAM-SHA-512'],
    ['direct', 'SCRAM-SHA-512-PLUS'],
    ['websocket', 'SCRAM-SHA-512'],
    ['bosh', 'SCRAM-SHA-512'],
  ] as const)('M1: M2: signs in over %s by %s', async (way, mechanism) => {
    const client = await person('alice', way);
    const sasl = client.trace.spans().find(({ name }) => name === 'sasl');
    expect(sasl).toMatchObject({ outcome: 'ok', attributes: { mechanism } });
    expect(client.xmpp.link()).toMatchObject({
      kind: 'online',
      features: { archive: true, carbons: true, streamManagement: true },
    });
    const { items } = await client.until('roster');
    expect(items).toMatchObject([{ address: bob, name: 'bob', subscription: 'both' }]);
  });

  it('M6: M13: words arrive, are counted, and stand in the archive; the server’s own announcements too', async () => {
    const [one, other] = [await person('alice'), await person('bob')];
    expect(one.xmpp.sendMessage({ id: 'a1', to: bob, body: 'good morning' })).toEqual(ok());
    await one.until('accepted', ({ stanzaId }) => stanzaId === 'a1');
    const { message } = await other.until('message');
    expect(message).toMatchObject({ peer: alice, body: 'good morning', wire: { originId: 'a1' } });
    const page = unwrap(await other.xmpp.archive({ limit: 10, before: '' }));
    expect(page.messages).toMatchObject([
      { body: 'good morning', wire: { stanzaId: message.wire.stanzaId } },
    ]);
    await server.admin('send_message', {
      ...{ type: 'headline', from: 'example.test', to: bob },
      ...{ subject: 'Maintenance', body: 'at five' },
    });
    const said = await other.until('message', (event) => event.message.peer === 'example.test');
    expect(said.message.body).toBe('Maintenance\nat five');
  });

  it('M6: M14: a message longer than it takes is refused; what was behind it arrives on the next stream', async () => {
    const [one, other] = [await person('alice'), await person('bob')];
    const before = one.events.length;
    one.xmpp.sendMessage({ id: 'long', to: bob, body: 'x'.repeat(30_000) });
    const refused = await one.until('message-error');
    expect(refused).toMatchObject({ messageId: 'long', error: { code: 'chat.too-long' } });
    await one.until('link', ({ link }) => link.kind === 'online', before);
    one.xmpp.sendMessage({ id: 'short', to: bob, body: 'short' });
    await other.until('message', ({ message }) => message.body === 'short');
  });

  it('M8: a room’s doors: password, members only, destroyed', async () => {
    const client = await person('alice');
    const facts: RoomFact[] = [];
    client.xmpp.rooms.on((fact) => facts.push(fact));
    async function enter(name: string, options: Readonly<Record<string, string>> = {}) {
      const service = 'conference.example.test';
      await server.admin('create_room_with_opts', {
        ...{ name, service, host: 'example.test' },
        options: Object.entries(options).map(([key, value]) => ({ name: key, value })),
      });
      facts.splice(0);
      const room = `${name}@${service}`;
      unwrap(client.xmpp.rooms.join({ room, nick: 'alice', history: { most: 10 } }));
      await expect.poll(() => facts.at(-1)?.kind).toMatch(/refused|subject/);
      return facts;
    }
    expect(await enter('locked', { password_protected: 'true', password: 'x' })).toMatchObject([
      { kind: 'refused', refusal: 'password' },
    ]);
    expect(await enter('closed', { members_only: 'true' })).toMatchObject([
      { kind: 'refused', refusal: 'members-only' },
    ]);
    expect(await enter('open', { persistent: 'true' })).toContainEqual(
      expect.objectContaining({ kind: 'occupant', isSelf: true }),
    );
    await server.admin('destroy_room', { name: 'open', service: 'conference.example.test' });
    await expect.poll(() => facts.at(-1)).toMatchObject({ kind: 'left', isSelf: true, isDestroyed: true });
  });
});
