import { describe, expect, it } from 'vitest';
import { bob, card, carol, contactsHarness, picture } from '../../../../test/fakes/contacts-harness.ts';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { Person } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { fail, ok, unwrap } from '../../../shared/errors/result.ts';

const DAY = 24 * 3_600_000;
const person: Person = {
  ...{ id: bob as ContactId, source: 'directory', name: 'Robert Baker', address: bob },
  phones: [{ kind: 'work', number: '+1 555 0102' }],
  ...{ title: 'Clerk', department: 'Sales', company: 'Example', manager: 'Mona', userName: 'bbaker' },
  ...{ postalAddress: '1 High Street\nSpringfield', email: 'bob@mail.example.test' },
  sipUri: 'sip:bob@example.test',
};
const withPhotos = () => fixedPolicies({ UdsPhotoUriWithToken: 'https://photos.example.test/%%uid%%.jpg' });
const photo = { type: 'image/jpeg', bytes: Buffer.from([9, 9]) };
const fetched = { ...photo, hash: 'aa' };

describe('what the directory knows of contacts', () => {
  it('C1 C5: a card has what the directory says: manager, addresses, every number', async () => {
    const { service, directory, roster, context } = await contactsHarness();
    roster([[bob, 'Bobby']]);
    directory.person = person;
    const shown = unwrap(await service.handlers['contacts/card']({ id: bob as ContactId }, context));
    const { id: _, source: _source, userName: _userName, name: _name, ...facts } = person;
    expect(shown).toMatchObject({ ...facts, name: 'Bobby' });
  });

  it('C5: somebody outside the list has a card by the directory alone', async () => {
    const { service, directory, context } = await contactsHarness();
    directory.person = person;
    const shown = unwrap(await service.handlers['contacts/card']({ id: bob as ContactId }, context));
    expect(shown).toMatchObject({ name: 'Robert Baker', manager: 'Mona', subscription: 'none' });
  });

  it('C4: contacts without a number get theirs when the directory is there, one after the other', async () => {
    const { service, directory, directoryReady, roster, settle, contact } = await contactsHarness();
    roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    directory.person = person;
    directoryReady();
    await settle();
    expect(directory.asked).toEqual([bob]);
    expect(contact(bob)).toMatchObject({ name: 'Bob', phones: person.phones });
    expect(await service.resolveParty('5550102')).toMatchObject({ name: 'Bob' });
    await settle(100);
    expect(directory.asked).toEqual([bob, carol]);
  });

  it('C4: a directory that goes away is not asked on and on', async () => {
    const { directory, directoryReady, roster, settle } = await contactsHarness();
    roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    directory.isAway = true;
    directoryReady();
    for (let round = 0; round < 5; round += 1) await settle(1_000);
    expect(directory.asked).toEqual([bob]);
  });
});

describe('photos of the directory', () => {
  async function shown(store = temporaryStore()) {
    const harness = await contactsHarness(store, withPhotos());
    harness.roster([[bob, 'Bob']]);
    harness.directory.person = person;
    harness.photos.answer = ok(fetched);
    harness.directoryReady();
    await harness.settle();
    const key = harness.contact(bob)?.avatarHash ?? '';
    return { ...harness, key };
  }

  it('C1: is fetched by user name when it is first shown, once for all who show it, and kept', async () => {
    const { key, photos, service, settle } = await shown();
    expect(photos.asked).toEqual([]);
    const both = await Promise.all([service.picture(key), service.picture(key)]);
    await settle();
    expect(both).toEqual([fetched, fetched]);
    expect(await service.picture(key)).toEqual(photo);
    expect(photos.asked).toEqual(['https://photos.example.test/bbaker.jpg']);
  });

  it('C4: kept over a restart, asked anew after a week, the old one shown while nobody answers', async () => {
    const first = await shown();
    await first.service.picture(first.key);
    await first.service.stop();
    const second = await shown(first.store);
    expect(second.key).toBe(first.key);
    expect(await second.service.picture(second.key)).toEqual(photo);
    expect(second.photos.asked).toEqual([]);
    second.clock.advance(7 * DAY);
    second.photos.answer = fail('net.unreachable', { host: 'photos.example.test', port: 443 });
    expect(await second.service.picture(second.key)).toEqual(photo);
    second.photos.answer = ok({ ...fetched, bytes: new Uint8Array([7]), hash: 'bb' });
    expect((await second.service.picture(second.key))?.bytes[0]).toBe(7);
    expect(second.photos.asked).toHaveLength(2);
  });

  it('C4: that there is none is believed for a day', async () => {
    const { key, photos, service, clock } = await shown();
    photos.answer = ok(undefined);
    expect(await service.picture(key)).toBeUndefined();
    expect(await service.picture(key)).toBeUndefined();
    expect(photos.asked).toHaveLength(1);
    clock.advance(DAY);
    expect(await service.picture(key)).toBeUndefined();
    expect(photos.asked).toHaveLength(2);
  });

  it('C1: a picture of chat goes before it, and it comes back when chat has none', async () => {
    const { key, xmpp, settle, contact } = await shown();
    xmpp.goOnline();
    xmpp.vcards.set(bob, card('Bob', { photo: picture }));
    xmpp.emit({ kind: 'avatar', address: bob, hash: picture.hash });
    await settle();
    expect(contact(bob)?.avatarHash).toBe(picture.hash);
    xmpp.emit({ kind: 'avatar', address: bob, hash: '' });
    await settle();
    expect(contact(bob)?.avatarHash).toBe(key);
  });

  it('C1 C5: the card of somebody outside the list shows it too', async () => {
    const { service, directory, context } = await contactsHarness(temporaryStore(), withPhotos());
    directory.person = person;
    const shown = unwrap(await service.handlers['contacts/card']({ id: bob as ContactId }, context));
    expect(shown.avatarHash).toBe(`~${bob}`);
  });

  it('C1: without an address of photos nothing is asked', async () => {
    const harness = await contactsHarness();
    harness.roster([[bob, 'Bob']]);
    harness.directoryReady();
    await harness.settle();
    expect(harness.contact(bob)?.avatarHash).toBeUndefined();
  });
});
