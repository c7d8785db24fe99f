import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  card,
  carol,
  contactsHarness,
  picture,
} from '../../../../test/fakes/contacts-harness.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';

describe('cards and pictures', () => {
  it('C5: a picture is fetched only when it is not held, stored before it is shown', async () => {
    const store = temporaryStore();
    const contacts = await contactsHarness(store);
    contacts.xmpp.vcards.set(
      bob,
      card('Bob Bold', { photo: picture, title: 'Chief', phones: [{ kind: 'work', number: '1002' }] }),
    );
    contacts.xmpp.goOnline();
    contacts.roster([[bob, 'Bob']]);
    contacts.xmpp.emit({ kind: 'avatar', address: bob, hash: 'abc123' });
    await contacts.settle();
    expect(contacts.contact(bob)).toMatchObject({ name: 'Bob', avatarHash: 'abc123', title: 'Chief' });
    expect(await contacts.service.picture('abc123')).toMatchObject({ type: 'image/png' });
    await contacts.service.stop();

    const again = await contactsHarness(store);
    again.xmpp.goOnline();
    again.roster([[bob, 'Bob']]);
    again.xmpp.emit({ kind: 'avatar', address: bob, hash: 'abc123' });
    await again.settle();
    expect(again.xmpp.vcardCalls.filter((address) => address === bob)).toEqual([]);
    again.xmpp.emit({ kind: 'avatar', address: bob, hash: '' });
    expect(again.contact(bob)?.avatarHash).toBeUndefined();
  });

  it('C5: contacts without a name get the card’s; a name given by hand stays', async () => {
    const contacts = await contactsHarness();
    const renamed: string[] = [];
    contacts.service.onRenamed((address) => renamed.push(address));
    contacts.xmpp.vcards.set(bob, card('Bob Bold'));
    contacts.xmpp.vcards.set(carol, card('Carol Cold'));
    contacts.xmpp.goOnline();
    contacts.roster([[bob], [carol, 'Caz']]);
    expect(contacts.contact(bob)?.name).toBe('bob');
    await contacts.settle();
    expect([contacts.service.nameOf(bob), contacts.service.nameOf(carol)]).toEqual(['Bob Bold', 'Caz']);
    expect(contacts.xmpp.vcardCalls).not.toContain(carol);
    expect(renamed.filter((address) => address === bob)).toHaveLength(2);
    contacts.roster([[bob], [carol, 'Caz']]);
    expect(contacts.service.nameOf(bob)).toBe('Bob Bold');
  });

  it('C5: never more than three cards at once', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.vcardsHeld = true;
    contacts.xmpp.goOnline();
    contacts.roster(Array.from({ length: 20 }, (_, n) => [`p${n}@example.test`]));
    await contacts.settle();
    expect(contacts.xmpp.vcardCalls).toHaveLength(3);
    contacts.xmpp.answerVcards();
    await contacts.settle();
    expect(contacts.xmpp.vcardCalls).toHaveLength(6);
  });

  it('C5: the own card names us', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.vcards.set(alice, card('Alice Archer', { photo: picture }));
    contacts.xmpp.goOnline();
    await contacts.settle();
    expect(contacts.ownCards).toEqual([{ name: 'Alice Archer', avatarHash: 'abc123' }]);
  });

  it('C5: the card of a stranger is shown, of nobody is not', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.vcards.set(bob, card('Bob Bold', { phones: [{ kind: 'mobile', number: '+15550100102' }] }));
    contacts.xmpp.goOnline();
    const ask = (id: string) =>
      contacts.service.handlers['contacts/card']({ id: id as ContactId }, contacts.context);
    expect(await ask(bob)).toMatchObject({ value: { name: 'Bob Bold', subscription: 'none' } });
    expect(await ask(carol)).toMatchObject({ error: { code: 'contacts.not-found' } });
  });
});
