import { describe, expect, it } from 'vitest';
import { bob, carol, contactsHarness } from '../../../../test/fakes/contacts-harness.ts';
import { rosterItem } from '../../../../test/fakes/fake-xmpp.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';

describe('contact list', () => {
  it('M2: the cached list is there at once, presence unknown, before any network', async () => {
    const store = temporaryStore();
    const first = await contactsHarness(store);
    first.xmpp.goOnline();
    first.roster(
      [
        [bob, 'Bob', { groups: ['Team', 'Chess'] }],
        [carol, 'Carol'],
      ],
      'v7',
    );
    first.hear(bob, 'available');
    await first.settle();
    await first.service.stop();
    expect(first.publisher.all('contacts')).toEqual([]);

    const second = await contactsHarness(store);
    expect(second.contact(bob)).toMatchObject({
      name: 'Bob',
      groups: ['Team', 'Chess'],
      presence: { show: 'unknown' },
    });
    expect(await second.search('car')).toMatchObject([{ name: 'Carol', source: 'contacts' }]);
    expect(store.sync.chat.rosterVersion()).toBe('v7');
  });

  it('M2: changes on the server come in: added, renamed, moved, removed, also while we were away', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster(
      [
        [bob, 'Bob'],
        [carol, 'Carol'],
      ],
      'v1',
    );
    contacts.xmpp.emit({
      kind: 'roster-push',
      item: rosterItem(bob, 'Robert', { groups: ['Team'] }),
      version: 'v2',
    });
    await contacts.settle();
    expect(contacts.contact(bob)).toMatchObject({ name: 'Robert', groups: ['Team'] });
    contacts.xmpp.emit({ kind: 'roster-push', removed: bob, version: 'v3' });
    contacts.roster(
      [
        [carol, 'Carol'],
        ['dave@example.test', 'Dave'],
      ],
      'v4',
    );
    await contacts.settle();
    expect(contacts.publisher.all('contacts').map(({ name }) => name)).toEqual(['Carol', 'Dave']);
    expect(
      contacts.store.sync.chat
        .contacts()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Carol', 'Dave']);
    expect(contacts.store.sync.chat.rosterVersion()).toBe('v4');
  });

  it('M2: a roster that is as the cached one publishes nothing again', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    const before = contacts.publisher.log.length;
    contacts.roster([
      [bob, 'Bob'],
      [carol, 'Carol'],
    ]);
    expect(contacts.publisher.log.length).toBe(before);
  });

  it('M2: adding asks the server and for their presence; a bad address is refused here', async () => {
    const contacts = await contactsHarness();
    const { handlers } = contacts.service;
    const add = (address: string) =>
      handlers['contacts/add']({ address, name: ' Bob ', groups: ['Team'] }, contacts.context);
    expect(await add('Bob@Example.test')).toMatchObject({ ok: false, error: { code: 'xmpp.not-connected' } });
    contacts.xmpp.goOnline();
    expect(await add('Bob@Example.test')).toMatchObject({ ok: true });
    expect(await add('not an address')).toMatchObject({ error: { code: 'contacts.bad-address' } });
    expect(contacts.xmpp.rosterCalls).toEqual([`set ${bob} Bob [Team]`, `subscribe ${bob}`]);
    const id = carol as ContactId;
    expect(await handlers['contacts/update']({ id, name: 'C', groups: [] }, contacts.context)).toMatchObject({
      error: { code: 'contacts.not-found' },
    });
    contacts.roster([[carol, 'Carol']]);
    await handlers['contacts/update']({ id, name: 'C', groups: [] }, contacts.context);
    await handlers['contacts/remove']({ id }, contacts.context);
    expect(contacts.xmpp.rosterCalls.slice(2)).toEqual([`set ${carol} C []`, `remove ${carol}`]);
  });

  it('M2: a request of ours that is refused says so in the server’s words; what else is refused is quiet', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([
      [carol, 'Carol', { subscription: 'none', isPending: true }],
      [bob, 'Bob'],
    ]);
    const error = { code: 'xmpp.stanza', params: { words: 'No such domain' } } as const;
    for (const address of [bob, carol]) contacts.xmpp.emit({ kind: 'presence-refused', address, error });
    expect(contacts.told).toEqual([
      { tone: 'warning', text: { key: 'contacts.request-refused', params: { name: 'Carol' } }, error },
    ]);
  });

  it('M2: a request is asked about once; accepting asks back; one we wait for is no question', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.roster([[carol, 'Carol', { subscription: 'none', isPending: true }]]);
    const request = () => contacts.xmpp.emit({ kind: 'subscription-request', address: bob, nick: 'Bobby' });
    request();
    request();
    await contacts.settle();
    expect(contacts.asked).toEqual([{ kind: 'subscription', address: bob, name: 'Bobby' }]);
    contacts.answers[0]?.(true);
    await contacts.settle();
    contacts.xmpp.emit({ kind: 'subscription-request', address: carol });
    request();
    await contacts.settle();
    contacts.answers[1]?.(false);
    await contacts.settle();
    expect(contacts.xmpp.rosterCalls).toEqual([
      `accept ${bob}`,
      `subscribe ${bob}`,
      `accept ${carol}`,
      `deny ${bob}`,
    ]);
  });

  it('M2: a question still open at sign-out is not answered', async () => {
    const contacts = await contactsHarness();
    contacts.xmpp.goOnline();
    contacts.xmpp.emit({ kind: 'subscription-request', address: bob });
    await contacts.service.stop();
    await contacts.settle();
    expect(contacts.xmpp.rosterCalls).toEqual([]);
  });

  it.each([
    ['ask', bob, 'asked'],
    ['ask', 'bob@partner.example', 'asked'],
    ['organisation', bob, 'let in'],
    ['organisation', 'bob@partner.example', 'asked'],
    ['organisation', 'bob@sub.example.test', 'asked'],
    ['everyone', 'bob@partner.example', 'let in'],
  ] as const)('M2: requests by policy and domain: %s, %s: %s', async (acceptRequests, from, outcome) => {
    const { xmpp, asked, choose, settle } = await contactsHarness();
    xmpp.goOnline();
    choose({ acceptRequests });
    xmpp.emit({ kind: 'subscription-request', address: from });
    await settle();
    expect(asked.length).toBe(outcome === 'asked' ? 1 : 0);
    expect(xmpp.rosterCalls).toEqual(outcome === 'asked' ? [] : [`accept ${from}`, `subscribe ${from}`]);
  });
});
