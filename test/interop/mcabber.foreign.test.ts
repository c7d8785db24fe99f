import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa } from '../../lab/pki/lab-ca.ts';
import { type Mcabber, startMcabber } from '../../lab/real/mcabber.ts';
import { type Prosody, startProsody } from '../../lab/real/prosody.ts';
import type { MessageId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { type Parlance, startParlance } from './parlance.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const context = { signal: new AbortController().signal };
const PATIENT = { timeout: 30_000 };

describe('against mcabber, which knows neither corrections nor replies nor reactions', () => {
  let server: Prosody;
  let mcabber: Mcabber;
  let ca: Awaited<ReturnType<typeof createLabCa>>;
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: { alice: [{ jid: bob, name: 'Bob' }], bob: [{ jid: alice, name: 'Alice' }] },
    });
    const { address, ports } = server;
    const account = { user: 'bob', password: 'secret', domain: 'example.test' };
    mcabber = await startMcabber({ ...account, server: { address, port: ports.c2s } });
  });
  afterAll(async () => {
    await mcabber?.stop();
    await server?.stop();
  });

  async function withAlice(use: (one: Parlance) => Promise<void>): Promise<void> {
    const target = { host: server.address, port: server.ports.c2s, tls: 'starttls' } as const;
    const one = await startParlance({ ca: ca.pem, target, username: 'alice' });
    await one.client.until('presence', ({ address }) => address === bob);
    await use(one);
    await one.stop();
  }

  it('M6: words both ways with receipts; what it does not know comes as words, in the order they were made', () =>
    withAlice(async (one) => {
      mcabber.command(`say_to ${alice} good morning`);
      await expect.poll(() => one.message(bob, 'good morning')?.id, PATIENT).toBeDefined();
      const id = one.message(bob, 'good morning')?.id as MessageId;
      await one.say('a1', bob, 'hello <b>&amp;');
      await expect.poll(() => one.message(bob, 'hello <b>&amp;')?.delivery, PATIENT).toBe('delivered');
      unwrap(await one.handlers['chat/correct']({ id: 'a1' as MessageId, body: 'hello again' }, context));
      await one.say('a2', bob, 'gladly', id);
      unwrap(await one.handlers['chat/react']({ id, emoji: '🍕', isOn: true }, context));
      unwrap(await one.handlers['chat/retract']({ id: 'a1' as MessageId }, context));
      await expect
        .poll(() => mcabber.history(alice), PATIENT)
        .toEqual([
          ...['> good morning', '< hello <b>&amp;', '< hello again'],
          ...['< > good morning\ngladly', '< > good morning\n🍕'],
          expect.stringContaining('took back a message'),
        ]);
    }));

  it('M8: in one room, each hears the other once', () =>
    withAlice(async (one) => {
      const wish = { name: 'Interop', people: [], isPersistent: false, isMembersOnly: false };
      const { id } = unwrap(await one.rooms.handlers['rooms/create'](wish, context));
      mcabber.command(`room join ${id} bobby`);
      const inside = async () => unwrap(await one.rooms.handlers['rooms/occupants']({ id }, context)).length;
      await expect.poll(inside, PATIENT).toBe(2);
      await one.say('r1', id, 'welcome');
      await expect.poll(() => mcabber.history(id), PATIENT).toContain('< <alice> welcome');
      mcabber.command(`say_to ${id} thanks`);
      await expect
        .poll(() => one.messages(id).map(({ body }) => body), PATIENT)
        .toEqual(['welcome', 'thanks']);
    }));
});
