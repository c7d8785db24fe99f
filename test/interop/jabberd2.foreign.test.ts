import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../lab/pki/lab-ca.ts';
import { type Jabberd2, startJabberd2 } from '../../lab/real/jabberd2.ts';
import { type Parlance, startParlance } from './parlance.ts';

const alice = 'alice@example.test';
const bob = 'bob@example.test';
const context = { signal: new AbortController().signal };

describe('against jabberd2, which has no stream management, carbons, archive or rooms', () => {
  let ca: LabCa;
  let server: Jabberd2;
  const running: Parlance[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startJabberd2({ ca, users: ['alice', 'bob'] });
  });
  afterEach(async () => {
    for (const each of running.splice(0).reverse()) await each.stop();
  });
  afterAll(() => server?.stop());

  async function person(username: string, tls: 'starttls' | 'direct' = 'starttls') {
    const target = {
      host: server.address,
      port: tls === 'direct' ? server.ports.tls : server.ports.c2s,
      tls,
    } as const;
    const started = await startParlance({ ca: ca.pem, target, username });
    running.push(started);
    return started;
  }

  it.each([
    ['starttls', 'alice', bob],
    ['direct', 'bob', alice],
  ] as const)('M1: M2: signs in over %s and has its contacts', async (tls, username, other) => {
    const { client } = await person(username, tls);
    expect(client.xmpp.link()).toMatchObject({
      kind: 'online',
      features: { archive: false, carbons: false, streamManagement: false },
    });
    const { items } = await client.until('roster');
    expect(items).toMatchObject([{ address: other, subscription: 'both' }]);
  });

  it('M3: M6: presence and words both ways, and a receipt', async () => {
    const [one, other] = [await person('alice'), await person('bob')];
    await one.client.until('presence', ({ address }) => address === bob);
    await one.say('a1', bob, 'good morning');
    await expect.poll(() => one.message(bob, 'good morning')?.delivery).toBe('delivered');
    await other.say('b1', alice, 'and to you');
    await expect
      .poll(() => one.messages(bob).map(({ body }) => body))
      .toEqual(['good morning', 'and to you']);
  });

  it('M6: words to somebody who is away arrive when they come, with the time they were written', async () => {
    const one = await person('alice');
    await one.say('off1', bob, 'when you are back');
    await expect.poll(() => one.message(bob, 'when you are back')?.delivery).toBe('sent');
    const other = await person('bob');
    await expect.poll(() => other.messages(alice).length).toBe(1);
    const [mine] = one.messages(bob);
    const [theirs] = other.messages(alice);
    expect(Math.abs((theirs?.at ?? 0) - (mine?.at ?? 0))).toBeLessThan(5_000);
  });

  it('A9: M6: killed in the middle of talk, nothing is lost and nothing comes twice', async () => {
    const [one, other] = [await person('alice'), await person('bob')];
    await one.client.until('presence', ({ address }) => address === bob);
    const words = Array.from({ length: 60 }, (_, at) => `line ${at}`);
    for (const [at, body] of words.entries()) {
      await one.say(`c${at}`, bob, body);
      if (at === 30) void server.crash();
    }
    await expect
      .poll(
        () =>
          other
            .messages(alice)
            .map(({ body }) => body)
            .filter((body) => body.startsWith('line')),
        {
          timeout: 60_000,
        },
      )
      .toEqual(words);
  });

  it('M8: a room cannot be made, and that is said', async () => {
    const { rooms } = await person('alice');
    const wish = { name: 'Room', people: [], isPersistent: false, isMembersOnly: false };
    expect(await rooms.handlers['rooms/create'](wish, context)).toMatchObject({
      error: { code: 'rooms.no-service' },
    });
  });
});
