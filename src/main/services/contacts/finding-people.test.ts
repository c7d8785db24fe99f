import { describe, expect, it } from 'vitest';
import { bob, card, contactsHarness, picture } from '../../../../test/fakes/contacts-harness.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { Person } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';

describe('finding people', () => {
  const directoryPerson: Person = {
    id: 'sip:dora@example.test' as ContactId,
    source: 'directory',
    name: 'Dora Dean',
    phones: [{ kind: 'work', number: '+15550100777' }],
  };

  it('C3: recents come first among equals, and strangers we wrote with are found', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      ['ann@example.test', 'Ann A'],
      ['anna@example.test', 'Ann B'],
    ]);
    contacts.service.noteRecent('anna@example.test', 2000);
    contacts.service.noteRecent('andrew@other.test', 3000);
    contacts.service.noteRecent('+15550100', 4000);
    expect(await contacts.search('an')).toMatchObject([
      { id: 'andrew@other.test', source: 'recent' },
      { id: 'anna@example.test' },
      { id: 'ann@example.test' },
    ]);
    expect(await contacts.search('')).toEqual([]);
  });

  it.each([
    '+1 (555) 010-0102',
    'tel:+1-555-010-0102;ext=1',
    'sip:+15550100102@gw.example.test;user=phone',
    `sip:${bob}`,
    `xmpp:${bob}`,
  ])('C4: «%s» is the contact, without asking the directory', async (address) => {
    const contacts = await contactsHarness();
    contacts.xmpp.vcards.set(
      bob,
      card('Bob Bold', { phones: [{ kind: 'work', number: '+15550100102' }], photo: picture }),
    );
    contacts.xmpp.goOnline();
    contacts.roster([[bob]]);
    await contacts.settle();
    expect(await contacts.service.resolveParty(address)).toEqual({
      name: 'Bob Bold',
      contactId: bob,
      avatarHash: 'abc123',
    });
    expect(contacts.directory.asked).toEqual([]);
  });

  it('C4: the directory is asked once a day, also over restarts, and not needed while it is away', async () => {
    const store = temporaryStore();
    const first = await contactsHarness(store);
    first.directory.person = directoryPerson;
    const dora = { name: 'Dora Dean', contactId: directoryPerson.id };
    expect(await first.service.resolveParty('+15550100777')).toEqual(dora);
    expect(await first.service.resolveParty('tel:+1-555-010-0777')).toEqual(dora);
    expect(first.directory.asked).toEqual(['+15550100777']);
    await first.service.stop();

    const second = await contactsHarness(store);
    second.directory.isAway = true;
    expect(await second.service.resolveParty('+15550100777')).toEqual(dora);
    second.clock.advance(25 * 3_600_000);
    expect(await second.service.resolveParty('+15550100777')).toEqual(dora);
    expect(second.directory.asked).toEqual(['+15550100777']);
    expect(await second.service.resolveParty('+15550100778')).toBeUndefined();
  });

  it('C4: that a number is nobody’s is believed for ten minutes', async () => {
    const contacts = await contactsHarness();
    for (let n = 0; n < 3; n += 1) expect(await contacts.service.resolveParty('4711')).toBeUndefined();
    contacts.clock.advance(10 * 60_000);
    await contacts.service.resolveParty('4711');
    expect(contacts.directory.asked).toEqual(['4711', '4711']);
  });

  it('C3: a search of the directory is remembered while one types', async () => {
    const contacts = await contactsHarness();
    contacts.directory.person = directoryPerson;
    const search = (text: string) =>
      contacts.service.handlers['directory/search']({ text, limit: 8 }, contacts.context);
    expect(await search('dor')).toMatchObject({ value: [{ name: 'Dora Dean' }] });
    await search('Dor ');
    expect(contacts.directory.asked).toEqual(['dor']);
  });
});
