import { describe, expect, it } from 'vitest';
import { bob, carol, contactsHarness } from '../../../../test/fakes/contacts-harness.ts';

describe('presence of contacts', () => {
  it('M3: unknown until told; who is not named when it has gone quiet is offline', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
      ['dave@example.test', 'Dave', { subscription: 'from' }],
    ]);
    expect(contacts.show(bob)).toBe('unknown');
    await contacts.settle(2500);
    contacts.hear(bob, 'do-not-disturb');
    await contacts.settle(600);
    expect([contacts.show(bob), contacts.show(carol)]).toEqual(['do-not-disturb', 'unknown']);
    await contacts.settle(1500);
    // Dave does not tell us; that he is offline would be a guess.
    expect([bob, carol, 'dave@example.test'].map(contacts.show)).toEqual([
      'do-not-disturb',
      'offline',
      'unknown',
    ]);
  });

  it('A8: a server that is never quiet leaves nobody grey for more than a minute', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    for (let second = 0; second < 59; second += 1) {
      contacts.hear(bob, second % 2 === 0 ? 'away' : 'available');
      await contacts.settle(1_000);
    }
    expect(contacts.show(carol)).toBe('unknown');
    contacts.hear(bob, 'away');
    await contacts.settle(3_000);
    expect(contacts.show(carol)).toBe('offline');
  });

  it('M3: a short cut changes nothing on the screen, a long one turns all grey', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    contacts.hear(bob, 'available');
    await contacts.settle(10_000);
    const before = contacts.publisher.log.length;
    contacts.xmpp.goOffline();
    await contacts.settle(9000);
    contacts.xmpp.goOnline({ isResumed: true });
    await contacts.settle(20_000);
    expect(contacts.publisher.log.length).toBe(before);
    contacts.xmpp.goOffline();
    await contacts.settle(10_000);
    expect([contacts.show(bob), contacts.show(carol)]).toEqual(['unknown', 'unknown']);
    contacts.xmpp.goOnline({ isResumed: true });
    expect([contacts.show(bob), contacts.show(carol)]).toEqual(['available', 'offline']);
  });

  it('M3: over a new stream the old presence stays until it is told anew, and no longer', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    contacts.hear(bob, 'available');
    contacts.hear(carol, 'away');
    await contacts.settle(10_000);
    contacts.xmpp.goOffline();
    contacts.xmpp.goOnline();
    expect([contacts.show(bob), contacts.show(carol)]).toEqual(['available', 'away']);
    contacts.hear(carol, 'available');
    await contacts.settle(10_000);
    expect([contacts.show(bob), contacts.show(carol)]).toEqual(['offline', 'available']);
  });

  it('M3: a presence storm touches rows, not the store', async () => {
    const contacts = await contactsHarness();
    const people = Array.from({ length: 1000 }, (_, n) => `p${n}@example.test`);
    contacts.xmpp.goOnline();
    contacts.roster(people.map((address) => [address, address] as const).map(([a, n]) => [a, n]));
    await contacts.settle();
    const stored = JSON.stringify(contacts.store.sync.chat.contacts()[0]);
    for (const show of ['available', 'away', 'available'] as const)
      for (const address of people) contacts.hear(address, show);
    await contacts.settle();
    expect(contacts.publisher.all('contacts').every(({ presence }) => presence.show === 'available')).toBe(
      true,
    );
    expect(JSON.stringify(contacts.store.sync.chat.contacts()[0])).toBe(stored);
  });
});
