import { describe, expect, it, vi } from 'vitest';
import { alice, bob, contactsHarness, picture } from '../../../../test/fakes/contacts-harness.ts';
import { rosterItem } from '../../../../test/fakes/fake-xmpp.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';

type Harness = Awaited<ReturnType<typeof contactsHarness>>;
const plumber = {
  name: 'Paul Plumber',
  phones: [{ kind: 'work' as const, number: '555 0177' }],
  groups: ['Home'],
};
const save = async ({ service, context }: Harness, contact = plumber, id?: ContactId) =>
  unwrap(await service.handlers['contacts/save-custom']({ contact, ...(id && { id }) }, context)).id;
const task = (harness: Harness, id: string) => harness.publisher.get('tasks', id);

async function runImport(harness: Harness, text: string) {
  const { service, context, settle } = harness;
  const read = unwrap(await service.handlers['contacts/read-file']({ text }, context));
  const { taskId } = unwrap(await service.handlers['contacts/import']({ token: read.token }, context));
  for (let step = 0; step < 12; step += 1) await settle(50);
  await vi.waitFor(async () => {
    await settle(50);
    expect(task(harness, taskId)?.state).not.toBe('running');
  });
  return { read, task: task(harness, taskId) };
}

describe('contacts of this computer', () => {
  it('C5: one is found by name and number, names a caller, survives the server’s list and a restart', async () => {
    const first = await contactsHarness();
    const id = await save(first);
    first.roster([[bob, 'Bob']], 'v1');
    await first.settle();
    expect(first.contact(id)).toMatchObject({ name: 'Paul Plumber', isLocal: true });
    expect((await first.search('plumb')).map(({ name }) => name)).toEqual(['Paul Plumber']);
    expect(await first.service.resolveParty('5550177')).toMatchObject({ name: 'Paul Plumber' });
    await first.service.stop();
    const second = await contactsHarness(first.store);
    expect(second.contact(id)).toMatchObject({ phones: plumber.phones, groups: ['Home'] });
    expect(second.contact(bob)).toBeDefined();
  });

  it('C5: it can be changed and taken away, and is never asked of a server', async () => {
    const harness = await contactsHarness();
    const id = await save(harness);
    await save(harness, { ...plumber, name: 'Paula Plumber' }, id);
    expect(harness.contact(id)?.name).toBe('Paula Plumber');
    const { 'contacts/remove': remove, 'contacts/card': card } = harness.service.handlers;
    expect(unwrap(await card({ id }, harness.context))).toMatchObject({ name: 'Paula Plumber' });
    unwrap(await remove({ id }, harness.context));
    expect(harness.contact(id)).toBeUndefined();
    expect(harness.xmpp.vcardCalls).toEqual([]);
    expect(harness.xmpp.rosterCalls).toEqual([]);
    await harness.service.stop();
    expect((await contactsHarness(harness.store)).contact(id)).toBeUndefined();
  });

  it('C5: a contact of the server is not changed into one of this computer', async () => {
    const harness = await contactsHarness();
    harness.roster([[bob, 'Bob']]);
    const asked = { contact: plumber, id: bob as ContactId };
    const { 'contacts/save-custom': saveCustom } = harness.service.handlers;
    expect(await saveCustom(asked, harness.context)).toMatchObject({ error: { code: 'contacts.not-found' } });
  });

  it('M2: a group is renamed for everybody in it, or dissolved', async () => {
    const harness = await contactsHarness();
    harness.xmpp.goOnline();
    harness.xmpp.emit({
      kind: 'roster',
      items: [{ ...rosterItem(bob, 'Bob'), groups: ['Team', 'Home'] }],
    });
    const id = await save(harness);
    const { 'contacts/rename-group': rename } = harness.service.handlers;
    unwrap(await rename({ group: 'Home', name: ' House ' }, harness.context));
    expect(harness.contact(id)?.groups).toEqual(['House']);
    expect(harness.xmpp.rosterCalls).toEqual([`set ${bob} Bob [Team,House]`]);
    unwrap(await rename({ group: 'House', name: '' }, harness.context));
    expect(harness.contact(id)?.groups).toEqual([]);
  });
});

describe('import and export', () => {
  const file = [
    'Name,Chat address,Work phone,Groups',
    'Bob Baker,bob@example.test,1002,Team;Sales',
    'Carol Clark,carol@example.test,,Team',
    'Carol again,carol@example.test,,Team',
    'Paul Plumber,,555 0177,Home',
    'Peter Painter,,555 0178,Home',
    'Alice Archer,alice@example.test,,',
    'Nobody,,,',
    '',
  ].join('\n');

  it('C5 S7: what would happen is told before it happens; nobody is added twice', async () => {
    const harness = await contactsHarness();
    harness.xmpp.goOnline();
    harness.xmpp.emit({ kind: 'roster', items: [{ ...rosterItem(bob, 'Bob'), groups: ['Team'] }] });
    await save(harness);
    const { read, task: done } = await runImport(harness, file);
    expect(read.entries.map(({ name, fate }) => [name, fate])).toEqual([
      ['Bob Baker', 'regroup'],
      ['Carol Clark', 'add'],
      ['Alice Archer', 'known'],
      ['Paul Plumber', 'known'],
      ['Peter Painter', 'add-local'],
      ['Nobody', 'unusable'],
    ]);
    expect(done).toMatchObject({ total: 3, done: 3, failed: 0, state: 'finished' });
    expect(harness.xmpp.rosterCalls).toEqual([
      `set ${bob} Bob [Team,Sales]`,
      'set carol@example.test Carol Clark [Team]',
      'subscribe carol@example.test',
    ]);
    expect((await harness.search('painter'))[0]?.name).toBe('Peter Painter');
  });

  it('C5: an export of everything is an import of nothing', async () => {
    const harness = await contactsHarness();
    harness.roster([[bob, 'Bob']]);
    await save(harness);
    const { service, context } = harness;
    for (const format of ['vcard-3', 'vcard-4', 'csv'] as const) {
      const made = unwrap(await service.handlers['contacts/export']({ format }, context));
      expect(made.count).toBe(2);
      const read = unwrap(await service.handlers['contacts/read-file']({ text: made.text }, context));
      expect(read.fates).toEqual({ known: 2, add: 0, 'add-local': 0, regroup: 0, unusable: 0 });
    }
    const bulk = unwrap(await service.handlers['contacts/export']({ format: 'bulk' }, context));
    expect(bulk.text).toContain(`alice,example.test,bob,example.test,Bob`);
    expect(alice).toBe('alice@example.test');
  });

  it('C5: what is no file of contacts says so, and an import waits for its reading', async () => {
    const { service, context } = await contactsHarness();
    for (const answer of [
      await service.handlers['contacts/read-file']({ text: 'dear diary' }, context),
      await service.handlers['contacts/import']({ token: 'guessed' }, context),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: 'contacts.unreadable-file' } });
  });
});

/** The head of a PNG of so many bytes, one dot in size. */
function png(length: number): Buffer {
  const bytes = Buffer.alloc(length, 1);
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64').copy(bytes);
  return bytes;
}
const cardOf = (name: string, ...more: readonly string[]) =>
  ['BEGIN:VCARD', 'VERSION:3.0', `FN:${name}`, 'TEL:555 0177', ...more, 'END:VCARD', ''].join('\r\n');

describe('pictures of contacts of this computer', () => {
  it('C5: a card’s picture is taken over, kept when the contact is changed and over a restart, and saved again', async () => {
    const first = await contactsHarness();
    const bytes = png(3000);
    await runImport(first, cardOf('Paul', `PHOTO;ENCODING=b;TYPE=PNG:${bytes.toString('base64')}`));
    const [paul] = first.publisher.all('contacts');
    const shown = async ({ service }: Harness) => service.picture(paul?.avatarHash ?? '');
    expect(await shown(first)).toEqual({ type: 'image/png', bytes });
    await save(first, { ...plumber, name: 'Paul Plumber' }, paul?.id);
    expect(first.contact(paul?.id ?? '')).toMatchObject({
      name: 'Paul Plumber',
      avatarHash: paul?.avatarHash,
    });
    await first.service.stop();
    const second = await contactsHarness(first.store);
    second.clock.advance(120_000);
    await second.settle();
    expect(await shown(second)).toEqual({ type: 'image/png', bytes });
    const { 'contacts/export': save3 } = second.service.handlers;
    const { text } = unwrap(await save3({ format: 'vcard-4' }, second.context));
    const third = await contactsHarness();
    await runImport(third, text);
    expect(await shown(third)).toEqual({ type: 'image/png', bytes });
  });

  it.each([
    ['somewhere else', 'PHOTO;VALUE=uri:https://tracker.example.test/paul.png'],
    ['no picture', `PHOTO;ENCODING=b:${Buffer.from('<svg onload="alert(1)"/>').toString('base64')}`],
    ['too large', `PHOTO;ENCODING=b;TYPE=PNG:${png(501_000).toString('base64')}`],
    ['damaged', 'PHOTO;ENCODING=b;TYPE=PNG:***'],
  ])('C5: Q2: one that is %s is left out, and nothing is fetched', async (_what, line) => {
    const harness = await contactsHarness();
    await runImport(harness, cardOf('Paul', line));
    expect(harness.publisher.all('contacts')).toMatchObject([{ name: 'Paul' }]);
    expect(harness.publisher.all('contacts')[0]?.avatarHash).toBeUndefined();
    expect(harness.photos.asked).toEqual([]);
  });

  it('C4: pictures that nobody shows any more go from the store, those that are shown stay', async () => {
    const harness = await contactsHarness();
    await runImport(harness, cardOf('Paul', `PHOTO;ENCODING=b;TYPE=PNG:${png(400).toString('base64')}`));
    harness.store.sync.chat.saveAvatar('aa', 'image/png', new Uint8Array([1]));
    harness.xmpp.goOnline();
    harness.roster([[bob, 'Bob']]);
    harness.xmpp.vcards.set(bob, { fullName: 'Bob', phones: [], photo: picture });
    harness.xmpp.emit({ kind: 'avatar', address: bob, hash: picture.hash });
    await harness.settle();
    expect(harness.store.sync.chat.avatarHashes()).toHaveLength(3);
    harness.clock.advance(120_000);
    await vi.waitFor(async () => {
      await harness.settle();
      expect(harness.store.sync.chat.avatarHashes()).toHaveLength(2);
    });
    expect(await harness.service.picture('aa')).toBeUndefined();
    expect(await harness.service.picture(picture.hash)).toBeDefined();
  });
});
